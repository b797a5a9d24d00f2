import { bmpHeader } from '../pictures/bmp-writer.js';
import { concat, le32, patched, u8, type Bytes } from '../pictures/bytes.js';
import { sound } from './base-pictures.js';
import { filesOf, type HostileFile } from './hostile-file.js';

/** BMP files that break the rules of their format in a way that has hurt decoders before. */
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
