/** Files of each format that break its rules in a way that has hurt decoders before. */
import { bmpHeader } from '../pictures/bmp-writer.js';
import { be32, concat, latin1, le16, le32, patched, u8, type Bytes } from '../pictures/bytes.js';
import { gifScreen } from '../pictures/gif-writer.js';
import { frameHeaderAt, scanAt } from '../pictures/jpeg-segments.js';
import { paletteOf } from '../pictures/palette.js';
import { pngChunk, pngHeader, pngSignature } from '../pictures/png-writer.js';
import { extendedHeader, readWebp, writeWebp, type RiffChunk } from '../pictures/webp-container.js';
import { sound } from './base-pictures.js';
import { GRADIENT, smallPng } from './checksums.js';
import { subBlocks } from './flat-gif.js';
import { flatJpeg, segment } from './flat-jpeg.js';
import { flatLossless, flatLossy } from './flat-webp.js';
import { filesOf, type HostileFile } from './hostile-file.js';
import { zlibStored, zlibZeros } from './zlib-stream.js';

export function oddJpegs(): HostileFile[] {
  const base = () => sound('jpeg-baseline-420.jpg');
  const frame = (at: number, ...bytes: number[]) => patched(base(), frameHeaderAt(base()) + at, u8(...bytes));
  const behindStart = (content: Bytes) => concat(base().subarray(0, 2), content);
  return filesOf('jpeg', [
    [
      'jpeg-12-bits.jpg',
      'samples of 12 bits',
      ['ok', 'image_corrupt'],
      () => frame(4, 12),
      { note: 'jpeg-js does not look at it' },
    ],
    ['jpeg-no-components.jpg', 'no components', ['image_corrupt'], () => frame(9, 0)],
    ['jpeg-255-components.jpg', '255 components', ['image_corrupt'], () => frame(9, 255)],
    ['jpeg-sampling-0.jpg', 'a component sampled 0 x 0', ['image_corrupt'], () => frame(11, 0)],
    ['jpeg-sampling-15.jpg', 'a component sampled 15 x 15', ['image_corrupt'], () => frame(11, 0xff)],
    ['jpeg-sampling-4x4.jpg', 'luma sampled 4 x 4, data of 2 x 2', ['image_corrupt'], () => frame(11, 0x44)],
    [
      'jpeg-no-quantisation.jpg',
      'a quantisation table that is not there',
      ['image_corrupt'],
      () => frame(12, 3),
    ],
    ['jpeg-lossless.jpg', 'lossless coding (SOF3)', ['image_corrupt'], () => frame(1, 0xc3)],
    ['jpeg-hierarchical.jpg', 'hierarchical coding (SOF5)', ['image_corrupt'], () => frame(1, 0xc5)],
    [
      'jpeg-baseline-as-progressive.jpg',
      'baseline data behind a progressive frame header',
      ['ok', 'image_corrupt'],
      () => frame(1, 0xc2),
      { note: 'jpeg-js takes the data for what they are' },
    ],
    [
      'jpeg-no-scan.jpg',
      'no scan',
      ['ok', 'image_corrupt'],
      () => concat(base().subarray(0, scanAt(base())), u8(0xff, 0xd9)),
      { note: 'jpeg-js shows a grey picture' },
    ],
    [
      'jpeg-no-data.jpg',
      'a scan without data',
      ['ok', 'image_corrupt'],
      () => concat(base().subarray(0, scanAt(base()) + 14), u8(0xff, 0xd9)),
      { note: 'its end marker says that nothing is missing, so libjpeg fills the rest with grey' },
    ],
    [
      'jpeg-only-restarts.jpg',
      'a scan of nothing but restart markers',
      ['ok', 'image_corrupt'],
      () =>
        concat(
          base().subarray(0, scanAt(base()) + 14),
          ...Array.from({ length: 5000 }, (_, i) => u8(0xff, 0xd0 + (i & 7))),
          u8(0xff, 0xd9),
        ),
      { note: 'its end marker says that nothing is missing, so libjpeg fills the rest with grey' },
    ],
    [
      'jpeg-segment-length-0.jpg',
      'a segment of the length 0',
      ['image_corrupt'],
      () => behindStart(concat(u8(0xff, 0xe0, 0, 0), base().subarray(2))),
    ],
    [
      'jpeg-segment-beyond-end.jpg',
      'a segment that reaches beyond the end',
      ['image_corrupt'],
      () => behindStart(u8(0xff, 0xe0, 0xff, 0xff, 0, 0)),
    ],
    [
      'jpeg-two-starts.jpg',
      'two start markers',
      ['ok', 'image_corrupt'],
      () => behindStart(base()),
      { note: 'libjpeg refuses it; others pass over a marker without content' },
    ],
    [
      'jpeg-codes-overflow.jpg',
      'a Huffman table with more codes than there are',
      ['image_corrupt'],
      () =>
        behindStart(
          concat(
            segment(0xc4, u8(0, ...Array<number>(16).fill(255), ...Array<number>(256).fill(0))),
            base().subarray(2),
          ),
        ),
    ],
    [
      'jpeg-no-codes.jpg',
      'an empty Huffman table',
      ['image_corrupt'],
      () => {
        const scan = scanAt(base());
        return concat(
          base().subarray(0, scan),
          segment(0xc4, u8(0, ...Array<number>(16).fill(0))),
          base().subarray(scan),
        );
      },
    ],
    [
      'jpeg-garbage.jpg',
      'a start marker and zeros',
      ['image_corrupt'],
      () => concat(u8(0xff, 0xd8, 0xff), new Uint8Array(1000)),
    ],
    [
      'jpeg-markers.jpg',
      'a start marker and 100,000 times 0xff',
      ['image_corrupt'],
      () => concat(u8(0xff, 0xd8), new Uint8Array(100_000).fill(0xff)),
    ],
    [
      'jpeg-restart-every-block.jpg',
      'a restart marker behind each block',
      ['ok'],
      () => flatJpeg({ width: 256, height: 256, components: 1 }, 1),
    ],
  ]);
}

export function oddPngs(): HostileFile[] {
  const data = pngChunk('IDAT', zlibStored(GRADIENT));
  const end = pngChunk('IEND', u8());
  const png = (header: Bytes, ...chunks: Bytes[]) => concat(pngSignature, header, ...chunks, end);
  const header = pngHeader(16, 16, 8, 0);
  const empty = pngChunk('IDAT', u8());
  return filesOf('png', [
    ['png-no-data.png', 'no IDAT', ['image_corrupt'], () => png(header)],
    ['png-empty-data.png', 'an empty IDAT', ['image_corrupt'], () => png(header, empty)],
    [
      'png-5000-empty-data.png',
      '5000 empty IDATs before the data',
      ['ok'],
      () => png(header, ...Array<Bytes>(5_000).fill(empty), data),
    ],
    [
      'png-byte-by-byte.png',
      'an IDAT for each byte',
      ['ok'],
      () => png(header, ...Array.from(zlibStored(GRADIENT), (byte) => pngChunk('IDAT', u8(byte)))),
    ],
    [
      'png-data-apart.png',
      'another chunk between two IDATs',
      ['ok', 'image_corrupt'],
      () => {
        const stream = zlibStored(GRADIENT);
        return png(
          header,
          pngChunk('IDAT', stream.subarray(0, 100)),
          pngChunk('tEXt', latin1('k\0v')),
          pngChunk('IDAT', stream.subarray(100)),
        );
      },
      { note: 'against the rules; libpng stops at it, others read on' },
    ],
    ['png-colour-1.png', 'the colour type 1', ['image_corrupt'], () => png(pngHeader(16, 16, 8, 1), data)],
    ['png-colour-7.png', 'the colour type 7', ['image_corrupt'], () => png(pngHeader(16, 16, 8, 7), data)],
    ['png-depth-0.png', 'a bit depth of 0', ['image_corrupt'], () => png(pngHeader(16, 16, 0, 0), data)],
    ['png-depth-3.png', 'a bit depth of 3', ['image_corrupt'], () => png(pngHeader(16, 16, 3, 0), data)],
    [
      'png-depth-255.png',
      'a bit depth of 255',
      ['image_corrupt'],
      () => png(pngHeader(16, 16, 255, 2), data),
    ],
    [
      'png-interlace-2.png',
      'the interlace method 2',
      ['image_corrupt'],
      () => png(pngHeader(16, 16, 8, 0, 2), data),
    ],
    [
      'png-method-1.png',
      'the compression method 1',
      ['image_corrupt'],
      () => png(pngChunk('IHDR', concat(be32(16, 16), u8(8, 0, 1, 0, 0))), data),
    ],
    [
      'png-no-palette.png',
      'palette colours without a palette',
      ['image_corrupt'],
      () => png(pngHeader(16, 16, 8, 3), data),
    ],
    [
      'png-palette-257.png',
      'a palette of 257 colours',
      ['ok', 'image_corrupt'],
      () => png(pngHeader(16, 16, 8, 3), pngChunk('PLTE', new Uint8Array(771)), data),
      { note: 'the 257th colour is never used' },
    ],
    [
      'png-palette-1.png',
      'a palette of 1 colour, and samples beyond it',
      ['ok', 'image_corrupt'],
      () => png(pngHeader(16, 16, 8, 3), pngChunk('PLTE', new Uint8Array(3)), data),
      { note: 'colours that are not there show black, or are refused' },
    ],
    [
      'png-filter-9.png',
      'the filter 9',
      ['image_corrupt'],
      () => smallPng([], pngChunk('IDAT', zlibStored(new Uint8Array(17 * 16).fill(9)))),
    ],
    [
      'png-short-data.png',
      'data that end after half of the rows, with sound checksums',
      ['ok', 'image_corrupt'],
      () => smallPng([], pngChunk('IDAT', zlibStored(GRADIENT.subarray(0, 17 * 8)))),
      { note: 'pngjs shows what is there' },
    ],
    [
      'png-long-data.png',
      'data for more rows than there are',
      ['ok', 'image_corrupt'],
      () => smallPng([], pngChunk('IDAT', zlibZeros(17 * 400))),
      { note: 'what goes beyond the last row is never a pixel' },
    ],
    [
      'png-chunk-length.png',
      'a chunk of 4,294,967,295 bytes',
      ['image_corrupt'],
      () => png(header, be32(0xffffffff), latin1('tEXt'), new Uint8Array(64)),
    ],
    [
      'png-chunk-length-wraps.png',
      'a chunk of 4,294,967,284 bytes, which leads back to itself in 32 bits',
      ['image_corrupt'],
      () => png(header, be32(0x100000000 - 12), latin1('tEXt'), data),
    ],
    [
      'png-unknown-critical.png',
      'an unknown chunk that may not be passed over',
      ['ok', 'image_corrupt'],
      () => smallPng([pngChunk('ABCD', u8(1, 2, 3))]),
      { note: 'libpng refuses it; others pass over it' },
    ],
    [
      'png-alphas-before-palette.png',
      'alphas before the palette',
      ['ok', 'image_corrupt'],
      () =>
        png(
          pngHeader(16, 16, 8, 3),
          pngChunk('tRNS', u8(0, 1, 2)),
          pngChunk('PLTE', new Uint8Array(768)),
          data,
        ),
      { note: 'libpng passes over misplaced chunks' },
    ],
    [
      'png-header-short.png',
      'an IHDR of 12 bytes',
      ['image_corrupt'],
      () => png(pngChunk('IHDR', concat(be32(16, 16), u8(8, 0, 0, 0))), data),
    ],
    [
      'png-header-not-first.png',
      'a text before IHDR',
      ['image_corrupt'],
      () => concat(pngSignature, pngChunk('tEXt', latin1('k\0v')), header, data, end),
    ],
    [
      'png-signature.png',
      'a signature whose line ends were changed',
      ['image_corrupt'],
      () => concat(u8(0x89, 0x50, 0x4e, 0x47, 0x0a, 0x1a, 0x0a), header, data, end),
    ],
  ]);
}

export function oddGifs(): HostileFile[] {
  const screen = gifScreen(16, 16, paletteOf(4));
  const frame = (symbolBits: number, data: Bytes, flags = 0) =>
    concat(screen, u8(0x2c), le16(0, 0, 16, 16), u8(flags, symbolBits), subBlocks(data), u8(0x3b));
  const note = 'decoders fill in what is missing, or refuse it';
  return filesOf('gif', [
    [
      'gif-symbol-bits-0.gif',
      'symbols of 0 bits',
      ['ok', 'image_corrupt'],
      () => frame(0, u8(0x04, 0x01)),
      { note },
    ],
    ['gif-symbol-bits-12.gif', 'symbols of 12 bits', ['image_corrupt'], () => frame(12, new Uint8Array(64))],
    [
      'gif-symbol-bits-255.gif',
      'symbols of 255 bits',
      ['image_corrupt'],
      () => frame(255, new Uint8Array(64)),
    ],
    [
      'gif-code-too-early.gif',
      'a code that is not in the table yet',
      ['image_corrupt'],
      () => frame(2, new Uint8Array(64).fill(0xff)),
    ],
    [
      'gif-code-too-early-in-part.gif',
      'a code that is not in the table yet, in a frame that covers a part of the screen',
      ['image_corrupt'],
      () => patched(frame(2, new Uint8Array(64).fill(0xff)), 6, le16(20, 20)),
    ],
    [
      'gif-only-clear.gif',
      'nothing but clear codes',
      ['ok', 'image_corrupt'],
      () => frame(2, new Uint8Array(3000).fill(0x24)),
      { note },
    ],
    ['gif-no-data.gif', 'a frame without data', ['ok', 'image_corrupt'], () => frame(2, u8()), { note }],
    [
      'gif-ends-early.gif',
      'an end code after the first pixel',
      ['ok', 'image_corrupt'],
      () => frame(2, u8(0b01000100, 0b1)),
      { note },
    ],
    [
      'gif-no-palette.gif',
      'no palette at all',
      ['ok', 'image_corrupt'],
      () =>
        concat(
          latin1('GIF89a'),
          le16(16, 16),
          u8(0, 0, 0, 0x2c),
          le16(0, 0, 16, 16),
          u8(0, 2),
          subBlocks(u8(0x84, 0x8f, 0xa9)),
          u8(0x3b),
        ),
      { note: 'it leaves the colours to the reader' },
    ],
    [
      'gif-empty-frame.gif',
      'a frame of 0x0',
      ['image_corrupt'],
      () => concat(screen, u8(0x2c), le16(0, 0, 0, 0), u8(0, 2, 0, 0x3b)),
    ],
    [
      'gif-unknown-block.gif',
      'an unknown block',
      ['image_corrupt'],
      () => concat(screen, u8(0x99), new Uint8Array(64)),
    ],
    [
      'gif-blocks-never-end.gif',
      'an extension whose blocks reach beyond the end',
      ['image_corrupt'],
      () => concat(screen, u8(0x21, 0xfe), new Uint8Array(5000).fill(0xff)),
    ],
    [
      'gif-frame-outside.gif',
      'a frame that begins at 65535, 65535',
      ['image_too_large'],
      () => concat(screen, u8(0x2c), le16(65_535, 65_535, 16, 16), u8(0, 2), subBlocks(u8(0x84)), u8(0x3b)),
    ],
  ]);
}

export function oddWebps(): HostileFile[] {
  const lossy = () => readWebp(sound('webp-lossy.webp'));
  const lossless = () => sound('webp-lossless.webp');
  const alpha = (data: Bytes): RiffChunk => ({ name: 'ALPH', data });
  const le24 = (value: number) => le32(value).subarray(0, 3);
  const animated = (...frames: Bytes[]) =>
    writeWebp([
      extendedHeader(80, 60, 'animation'),
      { name: 'ANIM', data: concat(le32(0), le16(0)) },
      ...frames.map((data) => ({ name: 'ANMF', data })),
    ]);
  const frameHead = concat(le24(0), le24(0), le24(79), le24(59), le24(10), u8(0));
  return filesOf('webp', [
    [
      'webp-riff-length-0.webp',
      'a RIFF of the length 0',
      ['image_corrupt'],
      () => patched(sound('webp-lossy.webp'), 4, le32(0)),
    ],
    [
      'webp-riff-length.webp',
      'a RIFF of 4,294,967,295 bytes',
      ['image_corrupt'],
      () => patched(sound('webp-lossy.webp'), 4, le32(0xffffffff)),
    ],
    [
      'webp-chunk-length.webp',
      'a chunk of 4,294,967,295 bytes',
      ['image_corrupt'],
      () => patched(sound('webp-lossy.webp'), 16, le32(0xffffffff)),
    ],
    [
      'webp-chunk-length-odd.webp',
      'chunks of 4,294,967,295 bytes in an extended file',
      ['image_corrupt'],
      () =>
        concat(
          writeWebp([extendedHeader(80, 60, 'exif')]),
          latin1('ABCD'),
          le32(0xffffffff),
          new Uint8Array(100),
        ),
    ],
    [
      'webp-no-picture.webp',
      'an extended file without a picture',
      ['image_corrupt'],
      () => writeWebp([extendedHeader(80, 60, 'alpha')]),
    ],
    ['webp-no-frame.webp', 'an animation without a frame', ['image_corrupt'], () => animated()],
    [
      'webp-empty-frame.webp',
      'an animation whose frame is empty',
      ['image_corrupt'],
      () => animated(frameHead),
    ],
    [
      'webp-short-frame.webp',
      'an animation whose frame ends within its head',
      ['image_corrupt'],
      () => animated(frameHead.subarray(0, 7)),
    ],
    [
      'webp-frame-in-frame.webp',
      'an animation whose frame is a frame',
      ['image_corrupt'],
      () => animated(concat(frameHead, latin1('ANMF'), le32(16), frameHead)),
    ],
    [
      'webp-codes.webp',
      'lossless with prefix codes of random lengths',
      ['image_corrupt'],
      () => patched(lossless(), 25, new Uint8Array(60).fill(0xa7)),
    ],
    [
      'webp-lossless-version.webp',
      'lossless of an unknown version',
      ['image_corrupt'],
      () => patched(lossless(), 24, u8((lossless()[24] ?? 0) | 0xe0)),
    ],
    [
      'webp-alpha.webp',
      'alpha of an unknown compression',
      ['ok', 'image_corrupt'],
      () => writeWebp([extendedHeader(80, 60, 'alpha'), alpha(new Uint8Array(50).fill(0xff)), ...lossy()]),
      { note: 'damage in alpha alone is passed over by some' },
    ],
    [
      'webp-alpha-short.webp',
      'alpha that ends too early',
      ['image_corrupt'],
      () => writeWebp([extendedHeader(80, 60, 'alpha'), alpha(u8(0, 1, 2)), ...lossy()]),
    ],
    [
      'webp-partitions.webp',
      'a first partition that is longer than the chunk',
      ['image_corrupt'],
      () => patched(sound('webp-lossy.webp'), 20, u8(0xf0, 0xff, 0xff)),
    ],
    [
      'webp-not-a-key-frame.webp',
      'a frame that builds upon one that is not there',
      ['image_corrupt'],
      () => patched(sound('webp-lossy.webp'), 20, u8((sound('webp-lossy.webp')[20] ?? 0) | 1)),
    ],
    [
      'webp-two-pictures.webp',
      'a second picture of 16384x16384',
      ['ok', 'image_corrupt'],
      () => writeWebp([...lossy(), flatLossless(16_384, 16_384)]),
      { note: 'the first one counts' },
    ],
    [
      'webp-lossy-empty.webp',
      'lossy of 4000x4000 with too few bytes',
      ['image_corrupt'],
      () => writeWebp([flatLossy(4000, 4000, 0.01)]),
    ],
  ]);
}

export function oddBmps(): HostileFile[] {
  type Header = Parameters<typeof bmpHeader>[0];
  const plain: Header = { width: 16, height: 16, bitCount: 24 };
  const bmp = (header: Partial<Header>, data: Bytes = new Uint8Array(1024)) =>
    concat(bmpHeader({ ...plain, ...header }), data);
  const rle = (code: Bytes, times = 1) =>
    bmp(
      { bitCount: 8, compression: 1, colours: 4 },
      concat(new Uint8Array(16), Buffer.alloc(code.length * times, code), u8(0, 1)),
    );
  const masks = (...values: number[]) =>
    bmp({ bitCount: 32, compression: 3 }, concat(le32(...values), new Uint8Array(1024)));
  const note = 'what is not painted shows the first colour';
  return filesOf('bmp', [
    ['bmp-bits-0.bmp', '0 bits a pixel', ['image_corrupt'], () => bmp({ bitCount: 0 })],
    ['bmp-bits-3.bmp', '3 bits a pixel', ['image_corrupt'], () => bmp({ bitCount: 3 })],
    ['bmp-bits-65535.bmp', '65,535 bits a pixel', ['image_corrupt'], () => bmp({ bitCount: 65_535 })],
    [
      'bmp-jpeg-inside.bmp',
      'a JPEG inside (compression 4)',
      ['image_corrupt'],
      () => bmp({ bitCount: 0, compression: 4 }, sound('jpeg-baseline-420.jpg')),
    ],
    [
      'bmp-compression.bmp',
      'the compression 4,294,967,295',
      ['image_corrupt'],
      () => bmp({ compression: 0xffffffff }),
    ],
    [
      'bmp-palette-size.bmp',
      'a palette of 4,294,967,295 colours',
      ['ok', 'image_corrupt'],
      () => patched(bmp({ bitCount: 8 }), 46, le32(0xffffffff)),
      { note: 'only the colours that are used are read' },
    ],
    [
      'bmp-pixels-beyond-end.bmp',
      'pixels at 4,294,967,295',
      ['image_corrupt'],
      () => patched(bmp({}), 10, le32(0xffffffff)),
    ],
    [
      'bmp-pixels-in-header.bmp',
      'pixels at 0, where the header is',
      ['ok'],
      () => patched(bmp({}), 10, le32(0)),
      { note: 'the header makes strange pixels, and pixels they are' },
    ],
    [
      'bmp-header-length.bmp',
      'an info header of 4,294,967,295 bytes',
      ['unsupported_image_format'],
      () => patched(bmp({}), 14, le32(0xffffffff)),
    ],
    [
      'bmp-masks-0.bmp',
      'masks of no bit',
      ['ok'],
      () => masks(0, 0, 0),
      { note: 'colours without bits are black' },
    ],
    [
      'bmp-masks-all.bmp',
      'masks of all bits',
      ['ok'],
      () => masks(0xffffffff, 0xffffffff, 0xffffffff),
      { note: 'legal, though no picture says so' },
    ],
    ['bmp-masks-24.bmp', 'masks with 24 bits a pixel', ['image_corrupt'], () => bmp({ compression: 3 })],
    [
      'bmp-rle-run.bmp',
      'runs that go far beyond the row',
      ['ok', 'image_corrupt'],
      () => rle(u8(255, 1), 1000),
      { note },
    ],
    [
      'bmp-rle-moves.bmp',
      'moves that go far beyond the picture',
      ['ok'],
      () => rle(u8(0, 2, 255, 255), 1000),
      { note },
    ],
    [
      'bmp-rle-moves-nowhere.bmp',
      'thousands of moves by nothing',
      ['ok'],
      () => rle(u8(0, 2, 0, 0), 10_000),
      { note },
    ],
    [
      'bmp-rle-no-end.bmp',
      'run lengths without an end',
      ['image_corrupt'],
      () => rle(u8(1, 1), 2).subarray(0, -2),
    ],
    [
      'bmp-rle-top-down.bmp',
      'run lengths with a negative height',
      ['ok', 'image_corrupt'],
      () =>
        bmp({ height: -16, bitCount: 8, compression: 1, colours: 4 }, concat(new Uint8Array(16), u8(0, 1))),
      { note: 'against the rules; read as if it were positive' },
    ],
    ['bmp-rle-24.bmp', 'run lengths of 24-bit pixels', ['image_corrupt'], () => bmp({ compression: 1 })],
    [
      'bmp-rle4-run.bmp',
      '4-bit runs beyond the row',
      ['ok'],
      () => bmp({ bitCount: 4, compression: 2, colours: 4 }, concat(new Uint8Array(16), u8(255, 0x12, 0, 1))),
      { note },
    ],
  ]);
}
