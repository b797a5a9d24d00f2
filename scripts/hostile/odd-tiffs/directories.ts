/** Directories that lie, loop or lead nowhere. */
import { concat, latin1, le16, le32, patched, type Bytes } from '../../pictures/bytes.js';
import { filesOf, type HostileFile } from '../hostile-file.js';
import { Tag } from '../odd-tiff.js';
import { LARGEST_32, nextAt, PIXELS, small } from './small-tiff.js';

function withNext(tiff: Bytes, offset: number): Bytes {
  return patched(tiff, nextAt(tiff), le32(offset));
}

/** Two pages, of which the second names the first as the next. */
function circle(): Bytes {
  const first = small();
  const directory = first.subarray(8, nextAt(first));
  return concat(withNext(first, first.length), directory, le32(8));
}

/** A directory of so many entries, all of them the same unknown tag. */
function manyEntries(count: number): Bytes {
  const known = small();
  const entries = Buffer.alloc(12 * count, concat(le16(60_000, 3), le32(1, 0)));
  const own = known.subarray(10, nextAt(known));
  const total = own.length / 12 + count;
  const directory = concat(own, entries);
  const file = Buffer.from(concat(latin1('II'), le16(42), le32(8), le16(total), directory, le32(0), PIXELS));
  // The data have moved behind the longer directory.
  for (let at = 10; at < 10 + own.length; at += 12) {
    if (file.readUInt16LE(at) === Tag.StripOffsets) file.writeUInt32LE(file.length - PIXELS.length, at + 8);
  }
  return file;
}

export function tiffDirectories(): HostileFile[] {
  const first = { note: 'only the first page is read, so that the chain of pages is never followed' };
  return filesOf('tiff', [
    ['tiff-loop.tif', 'a directory whose next one is itself', ['ok'], () => withNext(small(), 8), first],
    ['tiff-circle.tif', 'two directories that name each other', ['ok'], () => circle(), first],
    [
      'tiff-next-beyond-end.tif',
      'a next directory at 4,294,967,295',
      ['ok', 'image_corrupt'],
      () => withNext(small(), LARGEST_32),
      first,
    ],
    [
      'tiff-next-in-header.tif',
      'a next directory at 0x00000001',
      ['ok', 'image_corrupt'],
      () => withNext(small(), 1),
      first,
    ],
    [
      'tiff-sub-loop.tif',
      'a SubIFD that is its own parent',
      ['ok', 'image_corrupt'],
      () => small({ [Tag.SubIfds]: [8] }),
      { note: 'the picture is sound; UTIF follows the circle until its stack ends' },
    ],
    [
      'tiff-exif-loop.tif',
      'an EXIF directory that is its own parent',
      ['ok', 'image_corrupt'],
      () => small({ [Tag.ExifIfd]: [8] }),
      { note: 'the picture is sound; UTIF follows the circle until its stack ends' },
    ],
    [
      'tiff-first-beyond-end.tif',
      'a first directory at 4,294,967,295',
      ['image_corrupt'],
      () => patched(small(), 4, le32(LARGEST_32)),
    ],
    ['tiff-first-at-0.tif', 'a first directory at 0', ['image_corrupt'], () => patched(small(), 4, le32(0))],
    [
      'tiff-no-entries.tif',
      'a directory without entries',
      ['image_corrupt'],
      () => concat(latin1('II'), le16(42), le32(8), le16(0), le32(0)),
    ],
    [
      'tiff-65535-entries.tif',
      'a directory that says to have 65,535 entries',
      ['image_corrupt'],
      () => patched(small(), 8, le16(65_535)),
    ],
    [
      'tiff-5000-entries.tif',
      'a directory with 5000 unknown entries',
      ['ok', 'image_corrupt'],
      () => manyEntries(5000),
      { note: 'libtiff reads up to 4096 entries without a warning' },
    ],
  ]);
}
