/** Texts, profiles and EXIF of PNGs, in chunks that may be packed. */
import { concat, latin1, u8 } from '../../pictures/bytes.js';
import { exifWithOrientation } from '../../pictures/jpeg-segments.js';
import { pngChunk } from '../../pictures/png-writer.js';
import { smallPng } from '../checksums.js';
import { filesOf, type HostileFile } from '../hostile-file.js';
import { zlibZeros } from '../zlib-stream.js';
import { filled, MEGABYTE, exifOf } from './blocks.js';
import { long, passed } from './never-followed.js';

export function pngMetadata(): HostileFile[] {
  return filesOf('metadata', [
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
      () => smallPng([pngChunk('eXIf', exifOf(65_535, new Uint8Array(60_000)))]),
      passed,
    ],
    [
      'exif-twice.png',
      'EXIF (eXIf) twice, with different orientations',
      ['ok', 'image_corrupt'],
      () => smallPng([pngChunk('eXIf', exifWithOrientation(6)), pngChunk('eXIf', exifWithOrientation(3))]),
      { note: 'the last one counts' },
    ],
  ]);
}
