/** PNGs, the one accepted format with checksums, each with one that is wrong. */
import { be32, concat, latin1, patched, u8, type Bytes } from '../pictures/bytes.js';
import { pngChunk, pngHeader, pngSignature } from '../pictures/png-writer.js';
import { filesOf, type HostileFile } from './hostile-file.js';
import { zlibStored } from './zlib-stream.js';

const SIDE = 16;

/** A grey gradient, each row with the filter 0 before it. */
export const GRADIENT: Bytes = Uint8Array.from({ length: SIDE * (SIDE + 1) }, (_, i) =>
  i % (SIDE + 1) === 0 ? 0 : (8 * ((i % (SIDE + 1)) + Math.floor(i / (SIDE + 1)))) & 255,
);

/** A sound PNG of 16x16 with further chunks before its data. */
export function smallPng(
  before: readonly Bytes[] = [],
  data = pngChunk('IDAT', zlibStored(GRADIENT)),
): Bytes {
  return concat(pngSignature, pngHeader(SIDE, SIDE, 8, 0), ...before, data, pngChunk('IEND', u8()));
}

function wrongCrc(chunk: Bytes): Bytes {
  return patched(chunk, chunk.length - 4, be32(0xdeadbeef));
}

export function checksums(): HostileFile[] {
  const stream = zlibStored(GRADIENT);
  const idat = pngChunk('IDAT', stream);
  const ancillary = { note: 'a chunk that is not needed is passed over' };
  return filesOf('checksum', [
    [
      'crc-ihdr.png',
      'wrong CRC of IHDR',
      ['image_corrupt'],
      () => concat(pngSignature, wrongCrc(pngHeader(SIDE, SIDE, 8, 0)), idat, pngChunk('IEND', u8())),
    ],
    ['crc-idat.png', 'wrong CRC of IDAT', ['image_corrupt'], () => smallPng([], wrongCrc(idat))],
    [
      'crc-iend.png',
      'wrong CRC of IEND',
      ['ok', 'image_corrupt'],
      () => concat(pngSignature, pngHeader(SIDE, SIDE, 8, 0), idat, wrongCrc(pngChunk('IEND', u8()))),
      { note: 'all pixels stand before it' },
    ],
    [
      'crc-text.png',
      'wrong CRC of tEXt',
      ['ok', 'image_corrupt'],
      () => smallPng([wrongCrc(pngChunk('tEXt', latin1('Comment\0hello')))]),
      ancillary,
    ],
    [
      'crc-gamma.png',
      'wrong CRC of gAMA',
      ['ok', 'image_corrupt'],
      () => smallPng([wrongCrc(pngChunk('gAMA', be32(45_455)))]),
      ancillary,
    ],
    [
      'adler.png',
      'wrong Adler-32 behind the deflated data',
      ['ok', 'image_corrupt'],
      () => smallPng([], pngChunk('IDAT', patched(stream, stream.length - 4, be32(0xdeadbeef)))),
      { note: 'the CRC around it is right, and libpng believes that one' },
    ],
    [
      'zlib-header.png',
      'a zlib header of an unknown method',
      ['image_corrupt'],
      () => smallPng([], pngChunk('IDAT', patched(stream, 0, u8(0x79, 0x9c)))),
    ],
    [
      'zlib-dictionary.png',
      'a zlib header that asks for a dictionary',
      ['image_corrupt'],
      () => smallPng([], pngChunk('IDAT', patched(stream, 0, u8(0x78, 0x20)))),
    ],
    [
      'zlib-stored-length.png',
      'a stored block whose two lengths differ',
      ['image_corrupt'],
      () => smallPng([], pngChunk('IDAT', patched(stream, 5, u8(0, 0)))),
    ],
    [
      'zlib-reserved-block.png',
      'a deflate block of the reserved type',
      ['image_corrupt'],
      () => smallPng([], pngChunk('IDAT', patched(stream, 2, u8(7)))),
    ],
  ]);
}
