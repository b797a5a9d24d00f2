/** Headers that claim sizes which no picture has, or which contradict what follows. */
import { bmpHeader } from '../pictures/bmp-writer.js';
import { be16, concat, latin1, le16, le32, patched, u8, type Bytes } from '../pictures/bytes.js';
import { gifScreen } from '../pictures/gif-writer.js';
import { withSize } from '../pictures/jpeg-segments.js';
import { paletteOf } from '../pictures/palette.js';
import { pngChunk, pngHeader, pngSignature } from '../pictures/png-writer.js';
import { extendedHeader, readWebp, withVp8Size, writeWebp } from '../pictures/webp-container.js';
import { sound } from './base-pictures.js';
import { flatGifFrame } from './flat-gif.js';
import { segment } from './flat-jpeg.js';
import { flatLossless } from './flat-webp.js';
import { filesOf, type HostileFile } from './hostile-file.js';
import { oddTiff, Tag } from './odd-tiff.js';
import { zlibZeros } from './zlib-stream.js';

const LARGEST_16 = 65_535;
const LARGEST_31 = 2 ** 31 - 1;
const LARGEST_32 = 2 ** 32 - 1;

/** As Pillow does. */
const FILLED = { note: 'its end marker says that nothing is missing, so libjpeg fills the rest with grey' };

function png(width: number, height: number): Bytes {
  return concat(
    pngSignature,
    pngHeader(width, height, 8, 2),
    pngChunk('IDAT', zlibZeros(1000)),
    pngChunk('IEND', u8()),
  );
}

function bmp(width: number, height: number, bitCount = 24): Bytes {
  return concat(bmpHeader({ width, height, bitCount }), new Uint8Array(256));
}

function gif(screen: [number, number], frame: [number, number]): Bytes {
  const pixels = flatGifFrame(16, 16);
  // The size of the frame stands behind its marker and its place.
  return concat(gifScreen(...screen, paletteOf(4)), patched(pixels, 5, le16(...frame)), u8(0x3b));
}

function baseline(): Bytes {
  return sound('jpeg-baseline-420.jpg');
}

/** A frame header in front of the one that is there. */
function withFrameBefore(jpeg: Bytes, width: number, height: number): Bytes {
  const frame = segment(0xc0, concat(u8(8), be16(height, width), u8(3, 1, 0x11, 0, 2, 0x11, 0, 3, 0x11, 0)));
  return concat(jpeg.subarray(0, 2), frame, jpeg.subarray(2));
}

export function sizes(): HostileFile[] {
  const lossy = () => readWebp(sound('webp-lossy.webp'));
  const extended = (width: number, height: number) =>
    writeWebp([extendedHeader(width, height, 'alpha'), ...lossy()]);
  return filesOf('size', [
    [
      'size-65535.jpg',
      'JPEG of 65535x65535',
      ['image_too_large'],
      () => withSize(baseline(), LARGEST_16, LARGEST_16),
    ],
    [
      'size-65535x1.jpg',
      'JPEG of 65535x1, whose data are those of a small one',
      ['image_corrupt'],
      () => withSize(baseline(), LARGEST_16, 1),
    ],
    [
      'size-1x65535.jpg',
      'JPEG of 1x65535, whose data are those of a small one',
      ['image_corrupt'],
      () => withSize(baseline(), 1, LARGEST_16),
    ],
    [
      'size-zero-height.jpg',
      'JPEG of the height 0, which a DNL marker would have to tell',
      ['image_corrupt'],
      () => withSize(baseline(), 96, 0),
    ],
    [
      'size-larger-than-data.jpg',
      'JPEG of 7000x7000, whose data are those of a small one',
      ['ok', 'image_corrupt'],
      () => withSize(baseline(), 7000, 7000),
      FILLED,
    ],
    [
      'size-two-frames.jpg',
      'JPEG with a frame header of 8x8 before that of 65535x65535',
      ['image_corrupt'],
      () => withFrameBefore(withSize(baseline(), LARGEST_16, LARGEST_16), 8, 8),
    ],
    ['size-65535.png', 'PNG of 65535x65535', ['image_too_large'], () => png(LARGEST_16, LARGEST_16)],
    [
      'size-31-bits.png',
      'PNG of 2147483647x2147483647',
      ['image_too_large'],
      () => png(LARGEST_31, LARGEST_31),
    ],
    [
      'size-32-bits.png',
      'PNG of 4294967295x4294967295, which is -1x-1',
      ['image_too_large'],
      () => png(LARGEST_32, LARGEST_32),
    ],
    [
      'size-wraps-around.png',
      'PNG of 65536x65537: 65536 pixels in 32 bits',
      ['image_too_large'],
      () => png(65_536, 65_537),
    ],
    ['size-50-million-x-1.png', 'PNG of 50000000x1', ['image_too_large'], () => png(50_000_000, 1)],
    ['size-1-x-50-million.png', 'PNG of 1x50000000', ['image_too_large'], () => png(1, 50_000_000)],
    [
      'size-two-headers.png',
      'PNG with a second IHDR of 65535x65535',
      ['image_corrupt'],
      () =>
        concat(
          pngSignature,
          pngHeader(8, 8, 8, 2),
          pngHeader(LARGEST_16, LARGEST_16, 8, 2),
          pngChunk('IDAT', zlibZeros(200)),
          pngChunk('IEND', u8()),
        ),
    ],
    [
      'size-65535.gif',
      'GIF of 65535x65535',
      ['image_too_large'],
      () => gif([LARGEST_16, LARGEST_16], [LARGEST_16, LARGEST_16]),
    ],
    [
      'size-screen-65535.gif',
      'GIF with a screen of 65535x65535 and a frame of 16x16',
      ['image_too_large'],
      () => gif([LARGEST_16, LARGEST_16], [16, 16]),
    ],
    [
      'size-frame-65535.gif',
      'GIF with a screen of 16x16 and a frame of 65535x65535',
      ['image_too_large'],
      () => gif([16, 16], [LARGEST_16, LARGEST_16]),
    ],
    [
      'size-frame-beyond-screen.gif',
      'GIF with a screen of 1x1 and a frame of 16x16',
      ['ok'],
      () => gif([1, 1], [16, 16]),
      { note: 'decoders make room for the frame' },
    ],
    [
      'size-later-frame.gif',
      'GIF of 16x16 whose second frame is one of 65535x65535',
      ['ok', 'image_corrupt'],
      () =>
        concat(
          gifScreen(16, 16, paletteOf(4)),
          flatGifFrame(16, 16),
          patched(flatGifFrame(16, 16), 5, le16(LARGEST_16, LARGEST_16)),
          u8(0x3b),
        ),
      { note: 'only the first frame counts; libnsgif looks through the others' },
    ],
    [
      'size-16384.webp',
      'WebP of 16384x16384, lossless',
      ['image_too_large'],
      () => writeWebp([flatLossless(16_384, 16_384)]),
    ],
    [
      'size-16383.webp',
      'WebP of 16383x16383, lossy',
      ['image_too_large'],
      () => withVp8Size(sound('webp-lossy.webp'), 16_383, 16_383),
    ],
    [
      'size-larger-than-data.webp',
      'WebP of 7000x7000, whose data are those of a small one',
      ['image_corrupt'],
      () => withVp8Size(sound('webp-lossy.webp'), 7000, 7000),
    ],
    [
      'size-canvas-16777216.webp',
      'WebP with a canvas of 16777216x16777216',
      ['image_too_large'],
      () => extended(2 ** 24, 2 ** 24),
    ],
    [
      'size-canvas-smaller.webp',
      'WebP with a canvas of 1x1 and a picture of 80x60',
      ['image_corrupt'],
      () => extended(1, 1),
    ],
    [
      'size-canvas-larger.webp',
      'WebP with a canvas of 7000x7000 and a picture of 80x60',
      ['image_corrupt'],
      () => extended(7000, 7000),
    ],
    [
      'size-frame-beyond-canvas.webp',
      'WebP animation with a canvas of 16x16 and a frame of 16384x16384',
      ['image_corrupt'],
      () => hugeFrame(),
    ],
    ['size-65535.bmp', 'bitmap of 65535x65535', ['image_too_large'], () => bmp(LARGEST_16, LARGEST_16)],
    [
      'size-31-bits.bmp',
      'bitmap of 2147483647x2147483647',
      ['image_too_large'],
      () => bmp(LARGEST_31, LARGEST_31),
    ],
    [
      'size-core-65535.bmp',
      'bitmap of 65535x65535 in the oldest header',
      ['image_too_large'],
      () =>
        concat(latin1('BM'), le32(300, 0, 26, 12), le16(LARGEST_16, LARGEST_16, 1, 24), new Uint8Array(256)),
    ],
    ['size-negative-width.bmp', 'bitmap of -16x16', ['image_corrupt'], () => bmp(-16, 16)],
    [
      'size-negative-height.bmp',
      'bitmap of 8x-8',
      ['ok'],
      () => bmp(8, -8),
      { note: 'a negative height means rows from the top' },
    ],
    ['size-both-negative.bmp', 'bitmap of -8x-8', ['image_corrupt'], () => bmp(-8, -8)],
    [
      'size-least-height.bmp',
      'bitmap of 1x-2147483648, whose height has no positive counterpart in 32 bits',
      ['image_too_large'],
      () => bmp(1, -(2 ** 31)),
    ],
    ['size-least-width.bmp', 'bitmap of -2147483648x1', ['image_corrupt'], () => bmp(-(2 ** 31), 1)],
    [
      'size-larger-than-data.bmp',
      'bitmap of 7000x7000 with 256 bytes of data',
      ['image_corrupt'],
      () => bmp(7000, 7000),
    ],
    [
      'size-65535.tif',
      'TIFF of 65535x65535',
      ['image_too_large'],
      () => oddTiff({ width: LARGEST_16, height: LARGEST_16 }, new Uint8Array(64)),
    ],
    [
      'size-32-bits.tif',
      'TIFF of 4294967295x4294967295',
      ['image_too_large'],
      () => oddTiff({ width: LARGEST_32, height: LARGEST_32 }, new Uint8Array(64)),
    ],
    [
      'size-32-bits-big-endian.tif',
      'TIFF of 4294967295x4294967295, byte order MM',
      ['image_too_large'],
      () => oddTiff({ width: LARGEST_32, height: LARGEST_32, bigEndian: true }, new Uint8Array(64)),
    ],
    [
      'size-larger-than-data.tif',
      'TIFF of 7000x7000 with 64 bytes of data',
      ['image_corrupt'],
      () => oddTiff({ width: 7000, height: 7000 }, new Uint8Array(64)),
    ],
    [
      'size-65535-samples.tif',
      'TIFF of 700x700 with 65535 samples a pixel: 32 GB',
      ['image_corrupt', 'unsupported_image_format'],
      () =>
        oddTiff(
          { width: 700, height: 700, tags: { [Tag.SamplesPerPixel]: [LARGEST_16], [Tag.Compression]: [8] } },
          zlibZeros(1_000_000),
        ),
    ],
    [
      'size-tiles-of-64-samples.tif',
      'TIFF of 1x1 in tiles of 4096x4096 with 64 samples of 16 bits a pixel: 2 GB',
      ['image_corrupt', 'unsupported_image_format'],
      () =>
        oddTiff(
          {
            width: 1,
            height: 1,
            tags: {
              [Tag.TileWidth]: [4096],
              [Tag.TileLength]: [4096],
              [Tag.SamplesPerPixel]: [64],
              [Tag.BitsPerSample]: Array<number>(64).fill(16),
              [Tag.Compression]: [8],
            },
          },
          zlibZeros(1_000_000),
        ),
    ],
    [
      'size-huge-tiles.tif',
      'TIFF of 1x1 in tiles of 2147483632x2147483632',
      ['image_corrupt'],
      () =>
        oddTiff(
          {
            width: 1,
            height: 1,
            tags: { [Tag.TileWidth]: [2 ** 31 - 16], [Tag.TileLength]: [2 ** 31 - 16] },
          },
          new Uint8Array(64),
        ),
    ],
    [
      'size-huge-strip.tif',
      'TIFF of 16x16 whose one strip has 4294967295 rows',
      ['ok', 'image_corrupt'],
      () =>
        oddTiff({ width: 16, height: 16, tags: { [Tag.RowsPerStrip]: [LARGEST_32] } }, new Uint8Array(256)),
      { note: 'that is the usual way to say "all rows"' },
    ],
  ]);
}

function hugeFrame(): Bytes {
  const le24 = (value: number) => le32(value).subarray(0, 3);
  const picture = writeWebp([flatLossless(16_384, 16_384)]).subarray(12);
  const frame = concat(le24(0), le24(0), le24(16_383), le24(16_383), le24(100), u8(0), picture);
  return writeWebp([
    extendedHeader(16, 16, 'animation'),
    { name: 'ANIM', data: concat(le32(0), le16(0)) },
    { name: 'ANMF', data: frame },
  ]);
}
