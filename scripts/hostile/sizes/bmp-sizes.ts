import { bmpHeader } from '../../pictures/bmp-writer.js';
import { concat, latin1, le16, le32, type Bytes } from '../../pictures/bytes.js';
import { filesOf, type HostileFile } from '../hostile-file.js';
import { LARGEST_16, LARGEST_31 } from './largest.js';

function bmp(width: number, height: number, bitCount = 24): Bytes {
  return concat(bmpHeader({ width, height, bitCount }), new Uint8Array(256));
}

export function bmpSizes(): HostileFile[] {
  return filesOf('size', [
    ['size-65535.bmp', 'bitmap of 65535x65535', ['image_too_large'], () => bmp(LARGEST_16, LARGEST_16)],
    [
      'size-31-bits.bmp',
      'bitmap of 2147483647x2147483647',
      ['image_too_large'],
      () => bmp(LARGEST_31, LARGEST_31),
    ],
    [
      'size-core-65535.bmp',
      'bitmap of 65535x65535 in the oldest header',
      ['image_too_large'],
      () =>
        concat(latin1('BM'), le32(300, 0, 26, 12), le16(LARGEST_16, LARGEST_16, 1, 24), new Uint8Array(256)),
    ],
    ['size-negative-width.bmp', 'bitmap of -16x16', ['image_corrupt'], () => bmp(-16, 16)],
    [
      'size-negative-height.bmp',
      'bitmap of 8x-8',
      ['ok'],
      () => bmp(8, -8),
      { note: 'a negative height means rows from the top' },
    ],
    ['size-both-negative.bmp', 'bitmap of -8x-8', ['image_corrupt'], () => bmp(-8, -8)],
    [
      'size-least-height.bmp',
      'bitmap of 1x-2147483648, whose height has no positive counterpart in 32 bits',
      ['image_too_large'],
      () => bmp(1, -(2 ** 31)),
    ],
    ['size-least-width.bmp', 'bitmap of -2147483648x1', ['image_corrupt'], () => bmp(-(2 ** 31), 1)],
    [
      'size-larger-than-data.bmp',
      'bitmap of 7000x7000 with 256 bytes of data',
      ['image_corrupt'],
      () => bmp(7000, 7000),
    ],
  ]);
}
