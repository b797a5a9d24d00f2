/** EXIF, ICC, XMP and comments of JPEGs, in segments. */
import { be16, be32, concat, latin1, u8, utf8, type Bytes } from '../../pictures/bytes.js';
import { exifWithOrientation } from '../../pictures/jpeg-segments.js';
import { sound } from '../base-pictures.js';
import { segment } from '../flat-jpeg.js';
import { filesOf, type HostileFile } from '../hostile-file.js';
import { long, passed } from './never-followed.js';
import { exifOf, EXTERNAL, filled, MEGABYTE } from './blocks.js';

const LONGEST_SEGMENT = 65_533;

function jpegWith(...segments: Bytes[]): Bytes {
  const jpeg = sound('jpeg-baseline-420.jpg');
  return concat(jpeg.subarray(0, 2), ...segments, jpeg.subarray(2));
}

function exif(content: Bytes): Bytes {
  return segment(0xe1, concat(latin1('Exif\0\0'), content));
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

const LAUGHS =
  '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "bbbbbbbbbb"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;"><!ENTITY d "&c;&c;&c;&c;&c;&c;&c;&c;">]><x:xmpmeta xmlns:x="adobe:ns:meta/">&d;</x:xmpmeta>';

export function jpegMetadata(): HostileFile[] {
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
      () => jpegWith(exif(exifOf(65_535, new Uint8Array(1000)))),
      passed,
    ],
    [
      'exif-5000-entries.jpg',
      'EXIF with 5000 orientations',
      ['ok'],
      () => jpegWith(exif(exifOf(5000, filled(60_000, concat(be16(0x0112, 3), be32(1), be16(6, 0)))))),
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
      () => jpegWith(...Array.from({ length: 200 }, () => exif(exifOf(5000, new Uint8Array(60_000))))),
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
  ]);
}
