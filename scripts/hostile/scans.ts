/** JPEGs in many scans: each goes over all blocks, and a few bytes are enough for one. */
import { filesOf, type HostileFile, type Row } from './hostile-file.js';
import { flatJpeg, progressiveJpeg } from './flat-jpeg.js';

export function scans(): HostileFile[] {
  const small = { width: 64, height: 64, components: 1 } as const;
  const large = { width: 7000, height: 7000, components: 1 } as const;
  const few: Row[] = [10, 64].map((count) => [
    `scans-${String(count)}.jpg`,
    `progressive JPEG of 64x64 in ${String(count)} scans`,
    ['ok'],
    () => progressiveJpeg(small, count),
  ]);
  return filesOf('scans', [
    ...few,
    ['scans-500.jpg', 'progressive JPEG of 64x64 in 500 scans', ['ok'], () => progressiveJpeg(small, 500)],
    [
      'scans-3000.jpg',
      'progressive JPEG of 64x64 in 3000 scans',
      ['ok', 'image_corrupt'],
      () => progressiveJpeg(small, 3000),
      { note: 'more than there can be; libjpeg passes over those that say the same again' },
    ],
    [
      'scans-10-large.jpg',
      'progressive JPEG of 7000x7000 in 10 scans',
      ['ok'],
      () => progressiveJpeg(large, 10),
    ],
    [
      'scans-64-large.jpg',
      'progressive JPEG of 7000x7000 in 64 scans',
      ['image_too_large'],
      () => progressiveJpeg(large, 64),
    ],
    [
      'scans-500-large.jpg',
      'progressive JPEG of 7000x7000 in 500 scans',
      ['image_too_large'],
      () => progressiveJpeg(large, 500),
    ],
    [
      'scans-100000-large.jpg',
      'progressive JPEG of 7000x7000 in 100,000 scans',
      ['image_too_large'],
      () => progressiveJpeg(large, 100_000),
      { isLong: true },
    ],
    [
      'scans-300-colour.jpg',
      'progressive JPEG of 2000x2000 in colour in 300 scans',
      ['ok'],
      () => progressiveJpeg({ width: 2000, height: 2000, components: 3 }, 300),
    ],
    [
      'scans-30000.jpg',
      'progressive JPEG of 64x64 in 30,000 scans',
      ['image_too_large'],
      () => progressiveJpeg(small, 30_000),
      { isLong: true },
    ],
    [
      'scans-arithmetic.jpg',
      'JPEG with arithmetic coding that says nothing',
      ['ok', 'image_corrupt'],
      () => flatJpeg({ ...small, frame: 0xc9 }),
      { note: 'libjpeg-turbo reads it, and zero bytes are legal; others do not' },
    ],
  ]);
}
