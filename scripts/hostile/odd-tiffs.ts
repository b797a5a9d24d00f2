/** TIFFs whose directories lie, loop or lead nowhere. */
import { concat, latin1, le16, le32, patched, u8, type Bytes } from '../pictures/bytes.js';
import { sound } from './base-pictures.js';
import { filesOf, type HostileFile } from './hostile-file.js';
import { Compression, oddTiff, Tag } from './odd-tiff.js';
import { zlibZeros } from './zlib-stream.js';

const SIDE = 16;
const PIXELS = new Uint8Array(SIDE * SIDE);
const LARGEST_32 = 2 ** 32 - 1;

function small(
  tags: Partial<Record<number, readonly number[] | undefined>> = {},
  data: Bytes = PIXELS,
): Bytes {
  return oddTiff({ width: SIDE, height: SIDE, tags }, data);
}

/** Where the offset of the next directory stands. */
function nextAt(tiff: Bytes): number {
  return 8 + 2 + 12 * ((tiff[8] ?? 0) | ((tiff[9] ?? 0) << 8));
}

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

export function oddTiffs(): HostileFile[] {
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
