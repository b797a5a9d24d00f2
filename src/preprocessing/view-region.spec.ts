import { describe, expect, it } from '@jest/globals';
import { IMAGENET } from './preprocessing-spec.js';
import { viewRegion } from './view-region.js';

describe('viewRegion', () => {
  it('is the whole picture where it is squashed', () => {
    expect(viewRegion({ width: 1920, height: 1080 }, IMAGENET)).toEqual({
      left: 0,
      top: 0,
      width: 1,
      height: 1,
    });
  });

  it('is what the centre crop leaves', () => {
    const spec = { ...IMAGENET, resize: { mode: 'shortest_edge', length: 100 } } as const;
    const crop = { width: 100, height: 100 };
    // 400x200 becomes 200x100, of which the 100x100 in the middle are seen.
    expect(viewRegion({ width: 400, height: 200 }, { ...spec, crop })).toEqual({
      left: 0.25,
      top: 0,
      width: 0.5,
      height: 1,
    });
    expect(viewRegion({ width: 200, height: 400 }, { ...spec, crop: { width: 80, height: 50 } })).toEqual({
      left: 0.1,
      top: 0.375,
      width: 0.8,
      height: 0.25,
    });
  });

  it('reaches beyond the picture where it has a frame', () => {
    const spec = { ...IMAGENET, resize: { mode: 'squash', width: 50, height: 50 } } as const;
    expect(viewRegion({ width: 9, height: 9 }, { ...spec, crop: { width: 100, height: 60 } })).toEqual({
      left: -0.5,
      top: -0.1,
      width: 2,
      height: 1.2,
    });
  });
});
