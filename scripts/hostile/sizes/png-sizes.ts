import { concat, u8, type Bytes } from '../../pictures/bytes.js';
import { pngChunk, pngHeader, pngSignature } from '../../pictures/png-writer.js';
import { filesOf, type HostileFile } from '../hostile-file.js';
import { zlibZeros } from '../zlib-stream.js';
import { LARGEST_16, LARGEST_31, LARGEST_32 } from './largest.js';

function png(width: number, height: number): Bytes {
  return concat(
    pngSignature,
    pngHeader(width, height, 8, 2),
    pngChunk('IDAT', zlibZeros(1000)),
    pngChunk('IEND', u8()),
  );
}

export function pngSizes(): HostileFile[] {
  return filesOf('size', [
    ['size-65535.png', 'PNG of 65535x65535', ['image_too_large'], () => png(LARGEST_16, LARGEST_16)],
    [
      'size-31-bits.png',
      'PNG of 2147483647x2147483647',
      ['image_too_large'],
      () => png(LARGEST_31, LARGEST_31),
    ],
    [
      'size-32-bits.png',
      'PNG of 4294967295x4294967295, which is -1x-1',
      ['image_too_large'],
      () => png(LARGEST_32, LARGEST_32),
    ],
    [
      'size-wraps-around.png',
      'PNG of 65536x65537: 65536 pixels in 32 bits',
      ['image_too_large'],
      () => png(65_536, 65_537),
    ],
    ['size-50-million-x-1.png', 'PNG of 50000000x1', ['image_too_large'], () => png(50_000_000, 1)],
    ['size-1-x-50-million.png', 'PNG of 1x50000000', ['image_too_large'], () => png(1, 50_000_000)],
    [
      'size-two-headers.png',
      'PNG with a second IHDR of 65535x65535',
      ['image_corrupt'],
      () =>
        concat(
          pngSignature,
          pngHeader(8, 8, 8, 2),
          pngHeader(LARGEST_16, LARGEST_16, 8, 2),
          pngChunk('IDAT', zlibZeros(200)),
          pngChunk('IEND', u8()),
        ),
    ],
  ]);
}
