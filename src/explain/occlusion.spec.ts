import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { greyedOut, gridFor, patchesOf } from './occlusion.js';

const sizes = fc.record({ width: fc.integer({ min: 1, max: 60 }), height: fc.integer({ min: 1, max: 60 }) });
const sides = fc.integer({ min: 2, max: 14 });

describe('the patches of a grid', () => {
  it('cover every pixel once, row by row', () => {
    fc.assert(
      fc.property(sizes, sides, (size, side) => {
        const grid = gridFor(side, size);
        const covered = new Uint8Array(size.width * size.height);
        const patches = patchesOf(grid, size);
        for (const { left, top, width, height } of patches) {
          for (let y = top; y < top + height; y++)
            for (let x = left; x < left + width; x++) covered[y * size.width + x]!++;
        }
        expect(patches).toHaveLength(grid.rows * grid.columns);
        expect(covered.every((times) => times === 1)).toBe(true);
      }),
    );
  });

  it('are of the same size but for a pixel, and none is empty', () => {
    fc.assert(
      fc.property(sizes, sides, (size, side) => {
        const patches = patchesOf(gridFor(side, size), size);
        for (const lengths of [patches.map(({ width }) => width), patches.map(({ height }) => height)]) {
          expect(Math.min(...lengths)).toBeGreaterThan(0);
          expect(Math.max(...lengths) - Math.min(...lengths)).toBeLessThanOrEqual(1);
        }
      }),
    );
  });

  it('are fewer where the picture has fewer pixels a side', () => {
    expect(gridFor(7, { width: 4, height: 224 })).toEqual({ rows: 7, columns: 4 });
  });

  it('stand in the order of their rows', () => {
    expect(patchesOf({ rows: 2, columns: 2 }, { width: 5, height: 3 })).toEqual([
      { left: 0, top: 0, width: 2, height: 1 },
      { left: 2, top: 0, width: 3, height: 1 },
      { left: 0, top: 1, width: 2, height: 2 },
      { left: 2, top: 1, width: 3, height: 2 },
    ]);
  });
});

describe('greyedOut', () => {
  const patch = { left: 1, top: 1, width: 2, height: 1 };

  it('makes the patch grey and leaves the rest as it is', () => {
    const pixels = Uint8Array.from({ length: 4 * 3 * 3 }, (_, i) => i);
    const grey = greyedOut(pixels, 4, patch);
    const expected = [...pixels];
    // The second row begins at 12, its second pixel at 15.
    expected.fill(128, 15, 21);
    expect([...grey]).toEqual(expected);
  });

  it('leaves the picture alone, in whichever kind of memory it lies', () => {
    const pixels = Buffer.alloc(4 * 3 * 3, 7);
    greyedOut(pixels, 4, patch);
    expect(pixels.every((sample) => sample === 7)).toBe(true);
  });
});
