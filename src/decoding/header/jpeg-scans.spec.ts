import { describe, expect, it } from '@jest/globals';
import { progressiveJpeg } from '../../../scripts/hostile/flat-jpeg.js';
import { validPicture } from '../../../test/support/pictures.js';
import { countScans, requireFewScans } from './jpeg-scans.js';

const SMALL = { width: 16, height: 16 };
const LARGE = { width: 10_000, height: 5_000 };

describe('countScans', () => {
  it.each([1, 2, 10, 300])('counts %i', (scans) => {
    expect(countScans(progressiveJpeg({ ...SMALL, components: 3 }, scans))).toBe(scans);
  });

  it('counts one in a baseline picture with restart markers', () => {
    expect(countScans(validPicture('jpeg-grey-restarts.jpg').bytes)).toBe(1);
  });

  it('counts neither those of a preview within a segment nor those behind the end marker', () => {
    const { bytes } = validPicture('jpeg-baseline-420.jpg');
    const length = bytes.length + 2;
    const preview = Buffer.concat([Buffer.from([0xff, 0xe2, length >> 8, length & 255]), bytes]);
    const file = Buffer.concat([bytes.subarray(0, 2), preview, bytes.subarray(2), bytes]);
    expect(countScans(file)).toBe(1);
  });

  it('counts those of a file that is cut off', () => {
    const whole = progressiveJpeg({ ...SMALL, components: 1 }, 5);
    expect(countScans(whole.subarray(0, -2))).toBe(5);
    expect(countScans(whole.subarray(0, 2))).toBe(0);
  });
});

describe('requireFewScans', () => {
  it('takes 32 scans of 50 million pixels, and no more', () => {
    expect(() => {
      requireFewScans(progressiveJpeg({ ...SMALL, components: 1 }, 32), LARGE);
    }).not.toThrow();
    expect(() => {
      requireFewScans(progressiveJpeg({ ...SMALL, components: 1 }, 33), LARGE);
    }).toThrow(
      expect.objectContaining({
        code: 'image_too_large',
        message: expect.stringContaining('at most 32 scans'),
      }),
    );
  });

  it('takes thousands of scans of a small picture, but not any number', () => {
    expect(() => {
      requireFewScans(progressiveJpeg({ ...SMALL, components: 1 }, 16_000), SMALL);
    }).not.toThrow();
    expect(() => {
      requireFewScans(progressiveJpeg({ ...SMALL, components: 1 }, 16_001), SMALL);
    }).toThrow('at most 16000 scans');
  });
});
