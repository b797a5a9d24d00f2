import { filesOf, type HostileFile } from '../hostile-file.js';
import { oddTiff, Tag } from '../odd-tiff.js';
import { zlibZeros } from '../zlib-stream.js';
import { LARGEST_16, LARGEST_32 } from './largest.js';

export function tiffSizes(): HostileFile[] {
  return filesOf('size', [
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
