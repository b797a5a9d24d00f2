import { be32, concat, latin1, u8, type Bytes } from '../pictures/bytes.js';
import { pngChunk, pngHeader, pngSignature } from '../pictures/png-writer.js';
import { GRADIENT, smallPng } from './checksums.js';
import { filesOf, type HostileFile } from './hostile-file.js';
import { zlibStored, zlibZeros } from './zlib-stream.js';

/** PNG files that break the rules of their format in a way that has hurt decoders before. */
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
