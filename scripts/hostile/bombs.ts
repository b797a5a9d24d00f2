/**
 * Sound pictures, small as files and as large as they may be as pixels, or larger. Those of 50 million pixels are
 * accepted: they show what the worst that is legal costs.
 */
import { bmpHeader } from '../pictures/bmp-writer.js';
import { concat, u8, type Bytes } from '../pictures/bytes.js';
import { gifScreen } from '../pictures/gif-writer.js';
import { paletteOf } from '../pictures/palette.js';
import { adam7, pngChunk, pngHeader, pngSignature } from '../pictures/png-writer.js';
import { writeWebp } from '../pictures/webp-container.js';
import { flatGifFrame } from './flat-gif.js';
import { flatJpeg } from './flat-jpeg.js';
import { flatLossless, flatLossy } from './flat-webp.js';
import type { HostileFile } from './hostile-file.js';
import { Compression, oddTiff, Tag } from './odd-tiff.js';
import { zlibZeros } from './zlib-stream.js';

/** Together 50 million pixels, which is what MAX_IMAGE_PIXELS allows by default. */
const [WIDTH, HEIGHT] = [10_000, 5_000];

/** A black PNG. Interlaced rows need a few bytes more, which are there in any case. */
function blackPng(width: number, height: number, bitDepth: number, colour: number, interlace = 0): Bytes {
  const channels = { 0: 1, 2: 3, 3: 1, 4: 2, 6: 4 }[colour] ?? 1;
  const rows = interlace ? interlacedBytes(width, height, channels * bitDepth) : 0;
  const bytes = rows || height * (1 + Math.ceil((width * channels * bitDepth) / 8));
  return concat(
    pngSignature,
    pngHeader(width, height, bitDepth, colour, interlace),
    pngChunk('IDAT', zlibZeros(bytes)),
    pngChunk('IEND', u8()),
  );
}

/** Bytes of the seven passes of Adam7 (PNG specification, section 8.2). */
function interlacedBytes(width: number, height: number, bits: number): number {
  return adam7.reduce((sum, [x, y, stepX, stepY]) => {
    const columns = Math.ceil((width - x) / stepX);
    return sum + Math.ceil((height - y) / stepY) * (1 + Math.ceil((columns * bits) / 8));
  }, 0);
}

function blackGif(width: number, height: number): Bytes {
  return concat(gifScreen(width, height, paletteOf(4)), flatGifFrame(width, height), u8(0x3b));
}

export function bombs(): HostileFile[] {
  const size = `${String(WIDTH)}x${String(HEIGHT)}`;
  const jpeg = { width: WIDTH, height: HEIGHT } as const;
  const accepted = (file: string, about: string, make: () => Bytes, isLong = false): HostileFile => ({
    file,
    kind: 'bomb',
    about,
    answers: ['ok'],
    note: 'sound, and just within MAX_IMAGE_PIXELS',
    ...(isLong ? { isLong: true as const } : {}),
    make,
  });
  const tooLarge = (file: string, about: string, make: () => Bytes): HostileFile => ({
    file,
    kind: 'bomb',
    about,
    answers: ['image_too_large'],
    make,
  });
  return [
    accepted('bomb-rgb.png', `PNG of ${size}, 150 MB of RGB`, () => blackPng(WIDTH, HEIGHT, 8, 2)),
    accepted('bomb-1bit.png', `PNG of ${size}, 1 bit a pixel`, () => blackPng(WIDTH, HEIGHT, 1, 0)),
    accepted(
      'bomb-rgba16.png',
      `PNG of ${size}, 400 MB of 16-bit RGBA`,
      () => blackPng(WIDTH, HEIGHT, 16, 6),
      true,
    ),
    accepted(
      'bomb-rgba16-interlaced.png',
      `PNG of ${size}, 400 MB of 16-bit RGBA, interlaced: it cannot be read row by row`,
      () => blackPng(WIDTH, HEIGHT, 16, 6, 1),
      true,
    ),
    accepted('bomb-column.png', 'PNG of 762x65535', () => blackPng(762, 65_535, 1, 0)),
    accepted('bomb-row.png', 'PNG of 65535x762', () => blackPng(65_535, 762, 1, 0)),
    accepted('bomb-grey.jpg', `JPEG of ${size}, two bits a block`, () =>
      flatJpeg({ ...jpeg, components: 1 }),
    ),
    accepted(
      'bomb-444.jpg',
      `JPEG of ${size}, colour, not subsampled`,
      () => flatJpeg({ ...jpeg, components: 3 }),
      true,
    ),
    accepted(
      'bomb-cmyk.jpg',
      `JPEG of ${size}, four components`,
      () => flatJpeg({ ...jpeg, components: 4 }),
      true,
    ),
    accepted(
      'bomb-restarts.jpg',
      `JPEG of ${size} with a restart marker behind each block`,
      () => flatJpeg({ ...jpeg, components: 1 }, 1),
      true,
    ),
    accepted(
      'bomb-row.jpg',
      'JPEG of 65500x763',
      () => flatJpeg({ width: 65_500, height: 763, components: 1 }),
      true,
    ),
    accepted(
      'bomb-column.jpg',
      'JPEG of 763x65500',
      () => flatJpeg({ width: 763, height: 65_500, components: 1 }),
      true,
    ),
    accepted('bomb-lossless.webp', 'WebP of 16383x3051, lossless, no bit a pixel', () =>
      writeWebp([flatLossless(16_383, 3_051)]),
    ),
    accepted(
      'bomb-lossy.webp',
      'WebP of 16383x3051, lossy, zero bytes',
      () => writeWebp([flatLossy(16_383, 3_051)]),
      true,
    ),
    accepted('bomb.gif', `GIF of ${size}`, () => blackGif(WIDTH, HEIGHT)),
    accepted('bomb-row.gif', 'GIF of 65535x762', () => blackGif(65_535, 762)),
    accepted('bomb-rle8.bmp', `bitmap of ${size}, run-length encoded, which ends at once`, () =>
      concat(
        bmpHeader({ width: WIDTH, height: HEIGHT, bitCount: 8, compression: 1, colours: 4 }),
        new Uint8Array(16),
        u8(0, 1),
      ),
    ),
    accepted('bomb-deflate.tif', `TIFF of ${size}, RGB, one deflated strip of 150 MB`, () =>
      oddTiff(
        { width: WIDTH, height: HEIGHT, tags: { ...RGB, [Tag.Compression]: [Compression.Deflate] } },
        zlibZeros(WIDTH * HEIGHT * 3),
      ),
    ),
    accepted('bomb-group4.tif', `TIFF of ${size}, fax group 4, one bit a row`, () =>
      oddTiff(
        {
          width: WIDTH,
          height: HEIGHT,
          tags: { [Tag.Compression]: [Compression.Group4], [Tag.BitsPerSample]: [1], [Tag.Photometric]: [0] },
        },
        new Uint8Array(HEIGHT / 8).fill(0xff),
      ),
    ),
    accepted('bomb-shared-strips.tif', `TIFF of ${size}, RGB, 5000 strips at the same place`, () =>
      oddTiff({ width: WIDTH, height: HEIGHT, tags: RGB, pieces: HEIGHT }, new Uint8Array(WIDTH * 3)),
    ),
    accepted(
      'bomb-shared-tiles.tif',
      'TIFF of 7040x7040, 48,400 tiles of 32x32 at the same place',
      () =>
        oddTiff(
          {
            width: 7040,
            height: 7040,
            tags: { [Tag.TileWidth]: [32], [Tag.TileLength]: [32] },
            pieces: 220 ** 2,
          },
          new Uint8Array(1024),
        ),
      true,
    ),
    tooLarge('bomb-over.png', 'PNG of 20000x20000, sound, 1.2 GB of RGB in 1.2 MB', () =>
      blackPng(20_000, 20_000, 1, 0),
    ),
    tooLarge('bomb-over.jpg', 'JPEG of 7100x7100, sound', () =>
      flatJpeg({ width: 7_100, height: 7_100, components: 1 }),
    ),
    tooLarge('bomb-over.gif', 'GIF of 10000x6000, sound', () => blackGif(10_000, 6_000)),
    tooLarge('bomb-over.webp', 'WebP of 16384x16384, sound, 800 MB of RGB in 44 bytes', () =>
      writeWebp([flatLossless(16_384, 16_384)]),
    ),
    tooLarge('bomb-over.tif', 'TIFF of 60000x60000, fax group 4, sound, 3.6 billion pixels in 8 kB', () =>
      oddTiff(
        {
          width: 60_000,
          height: 60_000,
          tags: { [Tag.Compression]: [Compression.Group4], [Tag.BitsPerSample]: [1], [Tag.Photometric]: [0] },
        },
        new Uint8Array(7_500).fill(0xff),
      ),
    ),
    tooLarge('bomb-over.bmp', 'bitmap of 60000x60000, run-length encoded', () =>
      concat(
        bmpHeader({ width: 60_000, height: 60_000, bitCount: 8, compression: 1, colours: 4 }),
        new Uint8Array(16),
        u8(0, 1),
      ),
    ),
    {
      file: 'bomb-behind-a-pixel.png',
      kind: 'bomb',
      about: 'PNG of 1x1 whose IDAT inflates to 20 MB',
      answers: ['ok', 'image_corrupt'],
      note: 'what goes beyond the one pixel is not inflated; libpng passes over it',
      make: () =>
        concat(
          pngSignature,
          pngHeader(1, 1, 8, 0),
          pngChunk('IDAT', zlibZeros(20_000_000)),
          pngChunk('IEND', u8()),
        ),
    },
    {
      file: 'bomb-behind-a-pixel.tif',
      kind: 'bomb',
      about: 'TIFF of 1x1 whose deflated strip inflates to 20 MB',
      answers: ['ok', 'image_corrupt'],
      note: 'what goes beyond the one pixel is not inflated; libtiff passes over it',
      make: () =>
        oddTiff(
          { width: 1, height: 1, tags: { [Tag.Compression]: [Compression.Deflate] } },
          zlibZeros(20_000_000),
        ),
    },
  ];
}

const RGB = { [Tag.BitsPerSample]: [8, 8, 8], [Tag.Photometric]: [2], [Tag.SamplesPerPixel]: [3] };
