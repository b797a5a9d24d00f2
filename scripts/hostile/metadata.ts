/** What stands beside the pixels: EXIF, ICC, XMP, text and comments, huge, packed or endless. None of it may cost anything. */
import { be16, be32, concat, latin1, le32, u8, utf8, type Bytes } from '../pictures/bytes.js';
import { exifWithOrientation } from '../pictures/jpeg-segments.js';
import { pngChunk } from '../pictures/png-writer.js';
import { extendedHeader, readWebp, writeWebp } from '../pictures/webp-container.js';
import { sound } from './base-pictures.js';
import { smallPng } from './checksums.js';
import { segment } from './flat-jpeg.js';
import { filesOf, type HostileFile } from './hostile-file.js';
import { oddTiff, Tag } from './odd-tiff.js';
import { zlibZeros } from './zlib-stream.js';

const LONGEST_SEGMENT = 65_533;
const MEGABYTE = 1_000_000;

function jpegWith(...segments: Bytes[]): Bytes {
  const jpeg = sound('jpeg-baseline-420.jpg');
  return concat(jpeg.subarray(0, 2), ...segments, jpeg.subarray(2));
}

function exif(content: Bytes): Bytes {
  return segment(0xe1, concat(latin1('Exif\0\0'), content));
}

/** An EXIF block that says to have so many entries, followed by as much as a segment takes. */
function exifOf(entries: number, bytes: Bytes): Bytes {
  return exif(concat(latin1('MM'), be16(42), be32(8), be16(entries), bytes));
}

function xmp(text: string): Bytes {
  return segment(0xe1, concat(latin1('http://ns.adobe.com/xap/1.0/\0'), utf8(text)));
}

/** An ICC profile of zeros in as many segments of the longest length as there may be. */
function iccSegments(count: number): Bytes[] {
  return Array.from({ length: count }, (_, i) =>
    segment(0xe2, concat(latin1('ICC_PROFILE\0'), u8(i + 1, count), new Uint8Array(LONGEST_SEGMENT - 14))),
  );
}

function filled(length: number, pattern: Bytes): Bytes {
  const bytes = Buffer.alloc(length);
  bytes.fill(pattern);
  return bytes;
}

function webpWith(name: string, data: Bytes): Bytes {
  const header = extendedHeader(80, 60, 'exif');
  return writeWebp([header, ...readWebp(sound('webp-lossy.webp')), { name, data }]);
}

const LAUGHS =
  '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "bbbbbbbbbb"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;"><!ENTITY d "&c;&c;&c;&c;&c;&c;&c;&c;">]><x:xmpmeta xmlns:x="adobe:ns:meta/">&d;</x:xmpmeta>';
const EXTERNAL =
  '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><x:xmpmeta xmlns:x="adobe:ns:meta/">&b;</x:xmpmeta>';

export function metadata(): HostileFile[] {
  const note = 'the picture is sound, and this is never unpacked or followed';
  const passed = { note };
  const long = { note, isLong: true } as const;
  return filesOf('metadata', [
    [
      'exif-64k.jpg',
      'EXIF as long as a segment can be',
      ['ok'],
      () => jpegWith(exif(new Uint8Array(60_000))),
      passed,
    ],
    [
      'exif-65535-entries.jpg',
      'EXIF that says to have 65,535 entries',
      ['ok'],
      () => jpegWith(exifOf(65_535, new Uint8Array(1000))),
      passed,
    ],
    [
      'exif-5000-entries.jpg',
      'EXIF with 5000 orientations',
      ['ok'],
      () => jpegWith(exifOf(5000, filled(60_000, concat(be16(0x0112, 3), be32(1), be16(6, 0))))),
      { note: 'the last one counts' },
    ],
    [
      'exif-loop.jpg',
      'EXIF whose next directory is itself',
      ['ok'],
      () => jpegWith(exif(concat(exifWithOrientation(1).subarray(0, -4), be32(8)))),
      passed,
    ],
    [
      'exif-offset.jpg',
      'EXIF whose directory lies at 4,294,967,295',
      ['ok'],
      () => jpegWith(exif(concat(latin1('MM'), be16(42), be32(0xffffffff)))),
      passed,
    ],
    [
      'exif-orientation-9.jpg',
      'EXIF with the orientation 9',
      ['ok'],
      () => jpegWith(exif(exifWithOrientation(9))),
      { note: 'nonsense counts as upright' },
    ],
    [
      'exif-orientation-65535.jpg',
      'EXIF with the orientation 65,535',
      ['ok'],
      () => jpegWith(exif(exifWithOrientation(65_535))),
      { note: 'nonsense counts as upright' },
    ],
    [
      'exif-many.jpg',
      '200 EXIF segments of 60 kB',
      ['ok'],
      () => jpegWith(...Array.from({ length: 200 }, () => exifOf(5000, new Uint8Array(60_000)))),
      long,
    ],
    ['icc-garbage.jpg', 'an ICC profile of zeros', ['ok'], () => jpegWith(...iccSegments(1)), passed],
    [
      'icc-16mb.jpg',
      'an ICC profile of 14 MB in 220 segments',
      ['ok'],
      () => jpegWith(...iccSegments(220)),
      long,
    ],
    [
      'icc-counts.jpg',
      'ICC segments that say to be the 255th of 0',
      ['ok'],
      () => jpegWith(segment(0xe2, concat(latin1('ICC_PROFILE\0'), u8(255, 0), new Uint8Array(100)))),
      passed,
    ],
    [
      'xmp-entities.jpg',
      'XMP with nested entities ("billion laughs")',
      ['ok'],
      () => jpegWith(xmp(LAUGHS)),
      passed,
    ],
    ['xmp-external.jpg', 'XMP with an external entity (XXE)', ['ok'], () => jpegWith(xmp(EXTERNAL)), passed],
    [
      'photoshop.jpg',
      'Photoshop resources whose length is 4,294,967,295',
      ['ok'],
      () =>
        jpegWith(segment(0xed, concat(latin1('Photoshop 3.0\x008BIM'), be16(0x0404, 0), be32(0xffffffff)))),
      passed,
    ],
    [
      'comments-10000.jpg',
      '10,000 empty comments',
      ['ok'],
      () => jpegWith(filled(40_000, u8(0xff, 0xfe, 0, 2))),
      passed,
    ],
    [
      'comments-3000000.jpg',
      '3,000,000 empty comments',
      ['ok'],
      () => jpegWith(filled(12_000_000, u8(0xff, 0xfe, 0, 2))),
      long,
    ],
    [
      'fill-10k.jpg',
      '10,000 fill bytes before a marker',
      ['ok'],
      () => jpegWith(filled(10_000, u8(0xff))),
      passed,
    ],
    [
      'fill-12mb.jpg',
      '12,000,000 fill bytes before a marker',
      ['ok'],
      () => jpegWith(filled(12 * MEGABYTE, u8(0xff))),
      long,
    ],
    [
      'ztxt-bomb.png',
      'text (zTXt) that inflates to 20 MB',
      ['ok'],
      () => smallPng([pngChunk('zTXt', concat(latin1('Comment\0\0'), zlibZeros(20 * MEGABYTE)))]),
      passed,
    ],
    [
      'ztxt-bombs.png',
      '100 texts (zTXt) that inflate to 10 MB each',
      ['ok'],
      () =>
        smallPng(
          Array.from({ length: 100 }, (_, i) =>
            pngChunk('zTXt', concat(latin1(`Comment${String(i)}\0\0`), zlibZeros(10 * MEGABYTE))),
          ),
        ),
      long,
    ],
    [
      'itxt-bomb.png',
      'text (iTXt) that inflates to 20 MB',
      ['ok'],
      () =>
        smallPng([
          pngChunk('iTXt', concat(latin1('XML:com.adobe.xmp\0'), u8(1, 0, 0, 0), zlibZeros(20 * MEGABYTE))),
        ]),
      passed,
    ],
    [
      'iccp-bomb.png',
      'an ICC profile (iCCP) that inflates to 20 MB',
      ['ok'],
      () => smallPng([pngChunk('iCCP', concat(latin1('icc\0\0'), zlibZeros(20 * MEGABYTE)))]),
      passed,
    ],
    [
      'iccp-damaged.png',
      'an ICC profile (iCCP) that does not inflate',
      ['ok'],
      () => smallPng([pngChunk('iCCP', concat(latin1('icc\0\0'), new Uint8Array(100)))]),
      passed,
    ],
    [
      'text-2000.png',
      '2000 texts',
      ['ok', 'image_corrupt'],
      () => smallPng(Array.from({ length: 2000 }, (_, i) => pngChunk('tEXt', latin1(`k${String(i)}\0v`)))),
      { note: 'libpng stops keeping texts after 1000' },
    ],
    [
      'text-700000.png',
      '700,000 texts',
      ['ok', 'image_corrupt'],
      () => {
        const text = pngChunk('tEXt', latin1('key\0value'));
        return smallPng([filled(700_000 * text.length, text)]);
      },
      { note: 'libpng stops keeping texts after 1000', isLong: true },
    ],
    [
      'text-12mb.png',
      'a text of 12 MB',
      ['ok', 'image_corrupt'],
      () => smallPng([pngChunk('tEXt', concat(latin1('k\0'), filled(12 * MEGABYTE, u8(0x61))))]),
      { note: 'libpng refuses chunks beyond 8 MB', isLong: true },
    ],
    [
      'exif-60k.png',
      'EXIF (eXIf) that says to have 65,535 entries',
      ['ok'],
      () =>
        smallPng([
          pngChunk('eXIf', concat(latin1('MM'), be16(42), be32(8), be16(65_535), new Uint8Array(60_000))),
        ]),
      passed,
    ],
    [
      'exif-twice.png',
      'EXIF (eXIf) twice, with different orientations',
      ['ok', 'image_corrupt'],
      () => smallPng([pngChunk('eXIf', exifWithOrientation(6)), pngChunk('eXIf', exifWithOrientation(3))]),
      { note: 'the last one counts' },
    ],
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
      () => webpWith('EXIF', concat(latin1('MM'), be16(42), be32(8), be16(65_535), new Uint8Array(1000))),
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
