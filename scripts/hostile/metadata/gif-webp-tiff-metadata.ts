/** What GIF, WebP and TIFF keep beside the pixels, in extensions, chunks and tags. */
import { concat, latin1, le32, u8, utf8, type Bytes } from '../../pictures/bytes.js';
import { extendedHeader, readWebp, writeWebp } from '../../pictures/webp-container.js';
import { sound } from '../base-pictures.js';
import { filesOf, type HostileFile } from '../hostile-file.js';
import { oddTiff, Tag } from '../odd-tiff.js';
import { EXTERNAL, filled, MEGABYTE, exifOf } from './blocks.js';
import { long, passed } from './never-followed.js';

function webpWith(name: string, data: Bytes): Bytes {
  const header = extendedHeader(80, 60, 'exif');
  return writeWebp([header, ...readWebp(sound('webp-lossy.webp')), { name, data }]);
}

export function gifWebpTiffMetadata(): HostileFile[] {
  return filesOf('metadata', [
    [
      'comment-10mb.gif',
      'a comment of 10 MB',
      ['ok'],
      () => {
        const gif = sound('gif-one-frame.gif');
        const at = 13 + 3 * 256;
        const blocks = filled(40_000 * 256, concat(u8(255), new Uint8Array(255).fill(0x61)));
        return concat(gif.subarray(0, at), u8(0x21, 0xfe), blocks, u8(0), gif.subarray(at));
      },
      long,
    ],
    ['exif-12mb.webp', 'EXIF of 12 MB', ['ok'], () => webpWith('EXIF', new Uint8Array(12 * MEGABYTE)), long],
    [
      'exif-65535-entries.webp',
      'EXIF that says to have 65,535 entries',
      ['ok'],
      () => webpWith('EXIF', exifOf(65_535, new Uint8Array(1000))),
      passed,
    ],
    [
      'icc-12mb.webp',
      'an ICC profile of 12 MB',
      ['ok'],
      () => webpWith('ICCP', new Uint8Array(12 * MEGABYTE)),
      long,
    ],
    [
      'xmp-external.webp',
      'XMP with an external entity (XXE)',
      ['ok'],
      () => webpWith('XMP ', utf8(EXTERNAL)),
      passed,
    ],
    [
      'chunks-3000.webp',
      '3,000 empty chunks of an unknown name',
      ['ok', 'image_corrupt'],
      () => webpOfEmptyChunks(3_000),
      passed,
    ],
    [
      'chunks-1500000.webp',
      '1,500,000 empty chunks of an unknown name',
      ['ok', 'image_corrupt'],
      () => webpOfEmptyChunks(1_500_000),
      long,
    ],
    [
      'icc.tif',
      'an ICC profile whose length is 4,294,967,295',
      ['ok', 'image_corrupt'],
      () => {
        const tiff = Buffer.from(
          oddTiff({ width: 16, height: 16, tags: { [Tag.IccProfile]: [0] } }, new Uint8Array(256)),
        );
        // The last entry of the directory: its number of values.
        const at = 8 + 2 + 12 * (tiff.readUInt16LE(8) - 1);
        tiff.writeUInt32LE(0xffffffff, at + 4);
        return tiff;
      },
      passed,
    ],
    [
      'application.gif',
      'an application extension of XMP that has no end of its own',
      ['ok', 'image_corrupt'],
      () => {
        const gif = sound('gif-one-frame.gif');
        const at = 13 + 3 * 256;
        return concat(
          gif.subarray(0, at),
          u8(0x21, 0xff, 11),
          latin1('XMP DataXMP'),
          utf8(EXTERNAL),
          u8(0),
          gif.subarray(at),
        );
      },
      { note: 'its text is read as lengths of blocks, which may lead anywhere' },
    ],
  ]);
}

function webpOfEmptyChunks(count: number): Bytes {
  const file = Buffer.concat([
    writeWebp([extendedHeader(80, 60, 'exif')]),
    filled(count * 8, concat(latin1('ABCD'), le32(0))),
    writeWebp(readWebp(sound('webp-lossy.webp'))).subarray(12),
  ]);
  file.writeUInt32LE(file.length - 8, 4);
  return file;
}
