/** Bits, planes and codes of samples that no decoder knows, or that are not what the tags say. */
import { u8 } from '../../pictures/bytes.js';
import { sound } from '../base-pictures.js';
import { filesOf, type HostileFile } from '../hostile-file.js';
import { Compression, Tag } from '../odd-tiff.js';
import { zlibZeros } from '../zlib-stream.js';
import { SIDE, small } from './small-tiff.js';

export function tiffSamples(): HostileFile[] {
  return filesOf('tiff', [
    ['tiff-bits-0.tif', '0 bits a sample', ['image_corrupt'], () => small({ [Tag.BitsPerSample]: [0] })],
    [
      'tiff-bits-64.tif',
      '64 bits a sample',
      ['image_corrupt'],
      () => small({ [Tag.BitsPerSample]: [64] }, new Uint8Array(8 * SIDE * SIDE)),
    ],
    [
      'tiff-bits-65535.tif',
      '65,535 bits a sample',
      ['image_corrupt'],
      () => small({ [Tag.BitsPerSample]: [65_535] }),
    ],
    [
      'tiff-samples-0.tif',
      '0 samples a pixel',
      ['image_corrupt'],
      () => small({ [Tag.SamplesPerPixel]: [0] }),
    ],
    [
      'tiff-planes.tif',
      'planes of three samples, of which there is one',
      ['image_corrupt'],
      () =>
        small({
          [Tag.SamplesPerPixel]: [3],
          [Tag.BitsPerSample]: [8, 8, 8],
          [Tag.Photometric]: [2],
          [Tag.PlanarConfiguration]: [2],
        }),
    ],
    [
      'tiff-compression.tif',
      'an unknown compression',
      ['image_corrupt'],
      () => small({ [Tag.Compression]: [65_535] }),
    ],
    [
      'tiff-old-jpeg.tif',
      'old JPEG compression without its tables',
      ['image_corrupt'],
      () => small({ [Tag.Compression]: [Compression.OldJpeg] }),
    ],
    [
      'tiff-jpeg-garbage.tif',
      'JPEG compression of zeros',
      ['image_corrupt'],
      () => small({ [Tag.Compression]: [Compression.Jpeg] }),
    ],
    [
      'tiff-jpeg-larger.tif',
      'a strip of 16x16 that is a JPEG of another size',
      ['ok', 'image_corrupt'],
      () => small({ [Tag.Compression]: [Compression.Jpeg] }, sound('jpeg-grey.jpg')),
      { note: 'UTIF takes what fits' },
    ],
    [
      'tiff-lzw-garbage.tif',
      'LZW codes that are not in the table',
      ['image_corrupt'],
      () => small({ [Tag.Compression]: [Compression.Lzw] }, new Uint8Array(256).fill(0xff)),
    ],
    [
      'tiff-packbits-short.tif',
      'PackBits that end too early',
      ['image_corrupt'],
      () => small({ [Tag.Compression]: [Compression.PackBits] }, u8(0x81, 0)),
    ],
    [
      'tiff-deflate-short.tif',
      'deflated data that end after half of the rows',
      ['image_corrupt'],
      () => small({ [Tag.Compression]: [Compression.Deflate] }, zlibZeros(128)),
    ],
    [
      'tiff-group4-garbage.tif',
      'fax group 4 of zeros',
      ['ok', 'image_corrupt', 'unsupported_image_format'],
      () => small({ [Tag.Compression]: [Compression.Group4], [Tag.BitsPerSample]: [1] }, new Uint8Array(64)),
      {
        note: 'libtiff fills in rows that do not decode; jimp is not given fax codes, over which it sits for long',
      },
    ],
    [
      'tiff-predictor.tif',
      'the predictor 65,535',
      ['ok', 'image_corrupt'],
      () => small({ [Tag.Compression]: [Compression.Deflate], [Tag.Predictor]: [65_535] }, zlibZeros(256)),
      { note: 'an unknown predictor is refused, or passed over' },
    ],
  ]);
}
