import { concat, le16, le32, u8, type Bytes } from '../../pictures/bytes.js';
import { extendedHeader, readWebp, withVp8Size, writeWebp } from '../../pictures/webp-container.js';
import { sound } from '../base-pictures.js';
import { flatLossless } from '../flat-webp.js';
import { filesOf, type HostileFile } from '../hostile-file.js';

export function webpSizes(): HostileFile[] {
  const lossy = () => readWebp(sound('webp-lossy.webp'));
  const extended = (width: number, height: number) =>
    writeWebp([extendedHeader(width, height, 'alpha'), ...lossy()]);
  return filesOf('size', [
    [
      'size-16384.webp',
      'WebP of 16384x16384, lossless',
      ['image_too_large'],
      () => writeWebp([flatLossless(16_384, 16_384)]),
    ],
    [
      'size-16383.webp',
      'WebP of 16383x16383, lossy',
      ['image_too_large'],
      () => withVp8Size(sound('webp-lossy.webp'), 16_383, 16_383),
    ],
    [
      'size-larger-than-data.webp',
      'WebP of 7000x7000, whose data are those of a small one',
      ['image_corrupt'],
      () => withVp8Size(sound('webp-lossy.webp'), 7000, 7000),
    ],
    [
      'size-canvas-16777216.webp',
      'WebP with a canvas of 16777216x16777216',
      ['image_too_large'],
      () => extended(2 ** 24, 2 ** 24),
    ],
    [
      'size-canvas-smaller.webp',
      'WebP with a canvas of 1x1 and a picture of 80x60',
      ['image_corrupt'],
      () => extended(1, 1),
    ],
    [
      'size-canvas-larger.webp',
      'WebP with a canvas of 7000x7000 and a picture of 80x60',
      ['image_corrupt'],
      () => extended(7000, 7000),
    ],
    [
      'size-frame-beyond-canvas.webp',
      'WebP animation with a canvas of 16x16 and a frame of 16384x16384',
      ['image_corrupt'],
      () => hugeFrame(),
    ],
  ]);
}

function hugeFrame(): Bytes {
  const le24 = (value: number) => le32(value).subarray(0, 3);
  const picture = writeWebp([flatLossless(16_384, 16_384)]).subarray(12);
  const frame = concat(le24(0), le24(0), le24(16_383), le24(16_383), le24(100), u8(0), picture);
  return writeWebp([
    extendedHeader(16, 16, 'animation'),
    { name: 'ANIM', data: concat(le32(0), le16(0)) },
    { name: 'ANMF', data: frame },
  ]);
}
