/** Bombs that are accepted: they show what the worst that is legal costs. */
import { bmpHeader } from '../../pictures/bmp-writer.js';
import { concat, u8, type Bytes } from '../../pictures/bytes.js';
import { writeWebp } from '../../pictures/webp-container.js';
import { flatJpeg } from '../flat-jpeg.js';
import { flatLossless, flatLossy } from '../flat-webp.js';
import type { HostileFile } from '../hostile-file.js';
import { Compression, oddTiff, Tag } from '../odd-tiff.js';
import { zlibZeros } from '../zlib-stream.js';
import { blackGif, blackPng } from './black-pictures.js';

/** Together 50 million pixels, which is what MAX_IMAGE_PIXELS allows by default. */
const [WIDTH, HEIGHT] = [10_000, 5_000];

const RGB = { [Tag.BitsPerSample]: [8, 8, 8], [Tag.Photometric]: [2], [Tag.SamplesPerPixel]: [3] };

const accepted = (file: string, about: string, make: () => Bytes, isLong = false): HostileFile => ({
  file,
  kind: 'bomb',
  about,
  answers: ['ok'],
  note: 'sound, and just within MAX_IMAGE_PIXELS',
  ...(isLong ? { isLong: true as const } : {}),
  make,
});

export function bombsWithinLimit(): HostileFile[] {
  const size = `${String(WIDTH)}x${String(HEIGHT)}`;
  const jpeg = { width: WIDTH, height: HEIGHT } as const;
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
  ];
}
