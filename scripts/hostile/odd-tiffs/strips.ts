/** Strips and tiles that are elsewhere, of another length or not there. */
import { filesOf, type HostileFile } from '../hostile-file.js';
import { Tag } from '../odd-tiff.js';
import { LARGEST_32, nextAt, small } from './small-tiff.js';

export function tiffStrips(): HostileFile[] {
  return filesOf('tiff', [
    [
      'tiff-strip-beyond-end.tif',
      'a strip at 4,294,967,295',
      ['image_corrupt'],
      () => small({ [Tag.StripOffsets]: [LARGEST_32] }),
    ],
    [
      'tiff-strip-length.tif',
      'a strip of 4,294,967,295 bytes',
      ['image_corrupt'],
      () => small({ [Tag.StripByteCounts]: [LARGEST_32] }),
    ],
    [
      'tiff-strip-length-0.tif',
      'a strip of 0 bytes',
      ['ok', 'image_corrupt'],
      () => small({ [Tag.StripByteCounts]: [0] }),
      { note: 'libtiff guesses the length' },
    ],
    [
      'tiff-no-strips.tif',
      'no strips',
      ['image_corrupt'],
      () => small({ [Tag.StripOffsets]: undefined, [Tag.StripByteCounts]: undefined }),
    ],
    [
      'tiff-strips-too-few.tif',
      'strips of one row, of which there is one',
      ['image_corrupt'],
      () => small({ [Tag.RowsPerStrip]: [1] }),
    ],
    [
      'tiff-rows-per-strip-0.tif',
      'strips of 0 rows',
      ['image_corrupt'],
      () => small({ [Tag.RowsPerStrip]: [0] }),
    ],
    [
      'tiff-tile-0.tif',
      'tiles of 0x0',
      ['image_corrupt'],
      () => small({ [Tag.TileWidth]: [0], [Tag.TileLength]: [0] }),
    ],
    [
      'tiff-tile-odd.tif',
      'tiles of 3x5, which are no multiples of 16',
      ['ok', 'image_corrupt'],
      () => small({ [Tag.TileWidth]: [3], [Tag.TileLength]: [5] }),
      { note: 'against the rules' },
    ],
  ]);
}

export function tiffStripCounts(): HostileFile[] {
  return filesOf('tiff', [
    [
      'tiff-value-count.tif',
      'strip offsets of which there are 4,294,967,295',
      ['image_corrupt'],
      () => {
        const tiff = Buffer.from(small());
        for (let at = 10; at < nextAt(tiff); at += 12) {
          if (tiff.readUInt16LE(at) === Tag.StripOffsets) tiff.writeUInt32LE(LARGEST_32, at + 4);
        }
        return tiff;
      },
    ],
  ]);
}
