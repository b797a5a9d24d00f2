/** Pictures whose header claims more than 50 million pixels: refused before anything is decoded. */
import { deflateSync } from 'node:zlib';
import { bmpHeader } from './bmp-writer.js';
import { concat, le32, patched, u8, type Bytes } from './bytes.js';
import type { InvalidPicture, ValidPicture } from './corpus.js';
import { gifFrame, gifScreen } from './gif-writer.js';
import { withSize } from './jpeg-segments.js';
import { paletteOf } from './palette.js';
import { pngChunk, pngHeader, pngSignature } from './png-writer.js';
import { tiffDirectory, type TiffTag } from './tiff-writer.js';
import { extendedHeader, readWebp, withVp8Size, writeWebp } from './webp-container.js';

const huge = 60_000;

/** A sound black-and-white PNG of zeros: large when decoded, small when compressed. */
function blackPng(width: number, height: number): Bytes {
  const rows = new Uint8Array((1 + Math.ceil(width / 8)) * height);
  return concat(
    pngSignature,
    pngHeader(width, height, 1, 0),
    pngChunk('IDAT', deflateSync(rows, { level: 9 })),
    pngChunk('IEND', u8()),
  );
}

/** A lossless file with another size: 14 bits each, less one, after the signature 0x2f (RFC 9649, 3.4). */
function withVp8lSize(lossless: Bytes, width: number, height: number): Bytes {
  const at = 12 + 8 + 1;
  const kept = (lossless[at + 3] ?? 0) & 0xf0;
  const bits = ((width - 1) | ((height - 1) << 14) | (kept << 24)) >>> 0;
  return patched(lossless, at, le32(bits));
}

export function hugePictures(valid: readonly ValidPicture[]): InvalidPicture[] {
  const original = (file: string): Bytes => valid.find((picture) => picture.file === file)?.bytes ?? u8();
  const claims = `the header claims ${String(huge)} by ${String(huge)}`;
  const pixel = pngChunk('IDAT', deflateSync(u8(0, 1, 2, 3)));
  const tags: TiffTag[] = [
    [256, 'long', [huge]],
    [257, 'long', [huge]],
    [258, 'short', [8]],
    [259, 'short', [1]],
    [262, 'short', [1]],
    [273, 'long', [122]],
    [277, 'short', [1]],
    [278, 'long', [huge]],
    [279, 'long', [16]],
  ];
  const gif = concat(
    gifScreen(huge, huge, paletteOf(2)),
    gifFrame({ width: huge, height: huge, indices: [0, 1, 0, 1] }, 2),
    u8(0x3b),
  );
  const largest = 16_384;
  const extended = writeWebp([
    extendedHeader(largest, largest, 'alpha'),
    ...readWebp(original('webp-lossy.webp')),
  ]);
  const files: [file: string, bytes: Bytes, note: string][] = [
    ['huge.png', concat(pngSignature, pngHeader(huge, huge, 8, 2), pixel, pngChunk('IEND', u8())), claims],
    ['huge.jpg', withSize(original('jpeg-baseline-420.jpg'), huge, huge), claims],
    ['huge.gif', gif, claims],
    ['huge.bmp', concat(bmpHeader({ width: huge, height: huge, bitCount: 24 }), new Uint8Array(64)), claims],
    [
      'huge-top-down.bmp',
      bmpHeader({ width: huge, height: -huge, bitCount: 24 }),
      `${claims}, top down, no data`,
    ],
    ['huge.tiff', concat(tiffDirectory(tags), new Uint8Array(16)), claims],
    [
      'huge-big-endian.tiff',
      concat(tiffDirectory(tags, true), new Uint8Array(16)),
      `${claims}, byte order MM`,
    ],
    ['huge-extended.webp', extended, 'VP8X canvas of 16384 by 16384'],
    ['huge-lossy.webp', withVp8Size(original('webp-lossy.webp'), 16_383, 16_383), 'VP8 of 16383 by 16383'],
    [
      'huge-lossless.webp',
      withVp8lSize(original('webp-lossless.webp'), largest, largest),
      'VP8L of 16384 by 16384',
    ],
    ['bomb-20000x20000.png', blackPng(20_000, 20_000), 'a sound 1-bit PNG of 400 million pixels'],
    ['just-too-large-10000x5001.png', blackPng(10_000, 5_001), 'a sound 1-bit PNG of 50.01 million pixels'],
  ];
  return files.map(([file, bytes, note]) => ({ file, bytes, code: 'image_too_large', note }));
}
