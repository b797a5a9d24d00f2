import { concat, latin1, le16, patched, u8, type Bytes } from '../pictures/bytes.js';
import { gifScreen, subBlocks } from '../pictures/gif-writer.js';
import { paletteOf } from '../pictures/palette.js';
import { filesOf, type HostileFile } from './hostile-file.js';

/** GIF files that break the rules of their format in a way that has hurt decoders before. */
export function oddGifs(): HostileFile[] {
  const screen = gifScreen(16, 16, paletteOf(4));
  const frame = (symbolBits: number, data: Bytes, flags = 0) =>
    concat(screen, u8(0x2c), le16(0, 0, 16, 16), u8(flags, symbolBits), subBlocks(data), u8(0x3b));
  const note = 'decoders fill in what is missing, or refuse it';
  return filesOf('gif', [
    [
      'gif-symbol-bits-0.gif',
      'symbols of 0 bits',
      ['ok', 'image_corrupt'],
      () => frame(0, u8(0x04, 0x01)),
      { note },
    ],
    ['gif-symbol-bits-12.gif', 'symbols of 12 bits', ['image_corrupt'], () => frame(12, new Uint8Array(64))],
    [
      'gif-symbol-bits-255.gif',
      'symbols of 255 bits',
      ['image_corrupt'],
      () => frame(255, new Uint8Array(64)),
    ],
    [
      'gif-code-too-early.gif',
      'a code that is not in the table yet',
      ['image_corrupt'],
      () => frame(2, new Uint8Array(64).fill(0xff)),
    ],
    [
      'gif-code-too-early-in-part.gif',
      'a code that is not in the table yet, in a frame that covers a part of the screen',
      ['image_corrupt'],
      () => patched(frame(2, new Uint8Array(64).fill(0xff)), 6, le16(20, 20)),
    ],
    [
      'gif-only-clear.gif',
      'nothing but clear codes',
      ['ok', 'image_corrupt'],
      () => frame(2, new Uint8Array(3000).fill(0x24)),
      { note },
    ],
    ['gif-no-data.gif', 'a frame without data', ['ok', 'image_corrupt'], () => frame(2, u8()), { note }],
    [
      'gif-ends-early.gif',
      'an end code after the first pixel',
      ['ok', 'image_corrupt'],
      () => frame(2, u8(0b01000100, 0b1)),
      { note },
    ],
    [
      'gif-no-palette.gif',
      'no palette at all',
      ['ok', 'image_corrupt'],
      () =>
        concat(
          latin1('GIF89a'),
          le16(16, 16),
          u8(0, 0, 0, 0x2c),
          le16(0, 0, 16, 16),
          u8(0, 2),
          subBlocks(u8(0x84, 0x8f, 0xa9)),
          u8(0x3b),
        ),
      { note: 'it leaves the colours to the reader' },
    ],
    [
      'gif-empty-frame.gif',
      'a frame of 0x0',
      ['image_corrupt'],
      () => concat(screen, u8(0x2c), le16(0, 0, 0, 0), u8(0, 2, 0, 0x3b)),
    ],
    [
      'gif-unknown-block.gif',
      'an unknown block',
      ['image_corrupt'],
      () => concat(screen, u8(0x99), new Uint8Array(64)),
    ],
    [
      'gif-blocks-never-end.gif',
      'an extension whose blocks reach beyond the end',
      ['image_corrupt'],
      () => concat(screen, u8(0x21, 0xfe), new Uint8Array(5000).fill(0xff)),
    ],
    [
      'gif-frame-outside.gif',
      'a frame that begins at 65535, 65535',
      ['image_too_large'],
      () => concat(screen, u8(0x2c), le16(65_535, 65_535, 16, 16), u8(0, 2), subBlocks(u8(0x84)), u8(0x3b)),
    ],
  ]);
}
