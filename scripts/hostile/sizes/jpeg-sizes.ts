import { be16, concat, u8, type Bytes } from '../../pictures/bytes.js';
import { withSize } from '../../pictures/jpeg-segments.js';
import { sound } from '../base-pictures.js';
import { segment } from '../flat-jpeg.js';
import { filesOf, type HostileFile } from '../hostile-file.js';
import { LARGEST_16 } from './largest.js';

/** As Pillow does. */
const FILLED = { note: 'its end marker says that nothing is missing, so libjpeg fills the rest with grey' };

function baseline(): Bytes {
  return sound('jpeg-baseline-420.jpg');
}

/** A frame header in front of the one that is there. */
function withFrameBefore(jpeg: Bytes, width: number, height: number): Bytes {
  const frame = segment(0xc0, concat(u8(8), be16(height, width), u8(3, 1, 0x11, 0, 2, 0x11, 0, 3, 0x11, 0)));
  return concat(jpeg.subarray(0, 2), frame, jpeg.subarray(2));
}

export function jpegSizes(): HostileFile[] {
  return filesOf('size', [
    [
      'size-65535.jpg',
      'JPEG of 65535x65535',
      ['image_too_large'],
      () => withSize(baseline(), LARGEST_16, LARGEST_16),
    ],
    [
      'size-65535x1.jpg',
      'JPEG of 65535x1, whose data are those of a small one',
      ['image_corrupt'],
      () => withSize(baseline(), LARGEST_16, 1),
    ],
    [
      'size-1x65535.jpg',
      'JPEG of 1x65535, whose data are those of a small one',
      ['image_corrupt'],
      () => withSize(baseline(), 1, LARGEST_16),
    ],
    [
      'size-zero-height.jpg',
      'JPEG of the height 0, which a DNL marker would have to tell',
      ['image_corrupt'],
      () => withSize(baseline(), 96, 0),
    ],
    [
      'size-larger-than-data.jpg',
      'JPEG of 7000x7000, whose data are those of a small one',
      ['ok', 'image_corrupt'],
      () => withSize(baseline(), 7000, 7000),
      FILLED,
    ],
    [
      'size-two-frames.jpg',
      'JPEG with a frame header of 8x8 before that of 65535x65535',
      ['image_corrupt'],
      () => withFrameBefore(withSize(baseline(), LARGEST_16, LARGEST_16), 8, 8),
    ],
  ]);
}
