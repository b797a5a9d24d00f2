import { concat, le16, patched, u8, type Bytes } from '../../pictures/bytes.js';
import { gifScreen } from '../../pictures/gif-writer.js';
import { paletteOf } from '../../pictures/palette.js';
import { flatGifFrame } from '../flat-gif.js';
import { filesOf, type HostileFile } from '../hostile-file.js';
import { LARGEST_16 } from './largest.js';

function gif(screen: [number, number], frame: [number, number]): Bytes {
  const pixels = flatGifFrame(16, 16);
  // The size of the frame stands behind its marker and its place.
  return concat(gifScreen(...screen, paletteOf(4)), patched(pixels, 5, le16(...frame)), u8(0x3b));
}

export function gifSizes(): HostileFile[] {
  return filesOf('size', [
    [
      'size-65535.gif',
      'GIF of 65535x65535',
      ['image_too_large'],
      () => gif([LARGEST_16, LARGEST_16], [LARGEST_16, LARGEST_16]),
    ],
    [
      'size-screen-65535.gif',
      'GIF with a screen of 65535x65535 and a frame of 16x16',
      ['image_too_large'],
      () => gif([LARGEST_16, LARGEST_16], [16, 16]),
    ],
    [
      'size-frame-65535.gif',
      'GIF with a screen of 16x16 and a frame of 65535x65535',
      ['image_too_large'],
      () => gif([16, 16], [LARGEST_16, LARGEST_16]),
    ],
    [
      'size-frame-beyond-screen.gif',
      'GIF with a screen of 1x1 and a frame of 16x16',
      ['ok'],
      () => gif([1, 1], [16, 16]),
      { note: 'decoders make room for the frame' },
    ],
    [
      'size-later-frame.gif',
      'GIF of 16x16 whose second frame is one of 65535x65535',
      ['ok', 'image_corrupt'],
      () =>
        concat(
          gifScreen(16, 16, paletteOf(4)),
          flatGifFrame(16, 16),
          patched(flatGifFrame(16, 16), 5, le16(LARGEST_16, LARGEST_16)),
          u8(0x3b),
        ),
      { note: 'only the first frame counts; libnsgif looks through the others' },
    ],
  ]);
}
