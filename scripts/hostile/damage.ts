/** Sound pictures of every format, cut at several places, and with bits turned at places that a seed chooses. */
import { mulberry32 } from '../../src/model/mulberry32.js';
import type { Bytes } from '../pictures/bytes.js';
import { sound } from './base-pictures.js';
import { filesOf, type HostileFile, type Row } from './hostile-file.js';

const BASES: readonly [name: string, file: string][] = [
  ['baseline.jpg', 'jpeg-baseline-420.jpg'],
  ['progressive.jpg', 'jpeg-progressive.jpg'],
  ['rgb.png', 'png-rgb-8bit.png'],
  ['interlaced.png', 'png-interlaced.png'],
  ['still.gif', 'gif-one-frame.gif'],
  ['lossy.webp', 'webp-lossy.webp'],
  ['lossless.webp', 'webp-lossless.webp'],
  ['rgb.bmp', 'bmp-24bit.bmp'],
  ['rle.bmp', 'bmp-rle8.bmp'],
  ['lzw.tif', 'tiff-lzw.tiff'],
  ['tiled.tif', 'tiff-tiled.tiff'],
];

const CUTS: readonly [name: string, about: string, length: (whole: number) => number][] = [
  ['in-header', 'cut after 30 bytes', () => 30],
  ['quarter', 'cut after a quarter', (whole) => whole >> 2],
  ['three-quarters', 'cut after three quarters', (whole) => whole - (whole >> 2)],
  ['last-byte', 'without its last byte', (whole) => whole - 1],
];

/** What only ends a file, or pads it, may be missing without a pixel missing. */
const LAST_BYTE_IS_NO_PIXEL = ['rgb.png', 'interlaced.png', 'still.gif', 'rle.bmp'];

export function truncated(): HostileFile[] {
  return filesOf(
    'truncated',
    BASES.flatMap(([name, base]) =>
      CUTS.map(([cut, about, length]): Row => {
        const file = `cut-${cut}-${name}`;
        const isWhole = cut === 'last-byte' && LAST_BYTE_IS_NO_PIXEL.includes(name);
        const answers: Row[2] = isWhole ? ['ok', 'image_corrupt'] : ['image_corrupt'];
        const more = isWhole ? { note: 'all pixels are there' } : {};
        return [file, `${base}, ${about}`, answers, () => cutAt(sound(base), length), more];
      }),
    ),
  );
}

function cutAt(bytes: Bytes, length: (whole: number) => number): Bytes {
  return bytes.subarray(0, length(bytes.length));
}

const FLIPS = [1, 8, 64];

export function bitFlips(): HostileFile[] {
  return filesOf(
    'bit-flip',
    BASES.flatMap(([name, base], i) =>
      FLIPS.map((count): Row => [
        `flip-${String(count)}-${name}`,
        `${base} with ${String(count)} ${count === 1 ? 'bit' : 'bits'} turned behind its first 32 bytes`,
        ['ok', 'image_corrupt'],
        () => flipped(sound(base), count, 1000 * i + count),
        { note: 'damage to samples alone cannot be seen; what decodes is classified' },
      ]),
    ),
  );
}

function flipped(bytes: Bytes, count: number, seed: number): Bytes {
  const random = mulberry32(seed);
  const copy = Uint8Array.from(bytes);
  for (let i = 0; i < count; i++) {
    const at = 32 + Math.floor(random() * (copy.length - 32));
    copy[at]! ^= 1 << Math.floor(random() * 8);
  }
  return copy;
}
