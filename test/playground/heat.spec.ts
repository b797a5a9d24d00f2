import { describe, expect, it } from '@jest/globals';
import {
  describeHeat,
  heatPixels,
  isFaint,
  largestEffect,
  placeOf,
  WHOLE,
} from '../../playground/src/heat.js';

describe('the heat map', () => {
  const importance = [
    [0.2, 0],
    [-0.4, 0.1],
  ];

  it('is warm where a patch speaks for the label and cool where against it, as much as it does', () => {
    const pixels = heatPixels(importance);
    const [most, least] = [pixels.slice(8, 12), pixels.slice(12, 16)];
    expect(pixels).toHaveLength(16);
    // Red above blue, blue above red.
    expect(pixels[0]!).toBeGreaterThan(pixels[2]!);
    expect(most[2]!).toBeGreaterThan(most[0]!);
    const alphas = [3, 7, 11, 15].map((at) => pixels[at]);
    expect(alphas).toEqual([105, 0, 209, 52]);
    expect(least[3]!).toBeLessThan(most[3]!);
  });

  it('is nothing where no patch has any effect', () => {
    expect(largestEffect([[0, 0]])).toBe(0);
    expect([...heatPixels([[0, 0]])].filter((_, at) => at % 4 === 3)).toEqual([0, 0]);
  });

  it('is pale, and called none, where all of it is noise', () => {
    const noise = [[0.0004, -0.001]];
    expect([...heatPixels(noise)].filter((_, at) => at % 4 === 3)).toEqual([8, 21]);
    expect(isFaint(noise)).toBe(true);
    expect(describeHeat('Bird', noise)).toContain('No patch');
    expect(isFaint([[0.01]])).toBe(false);
  });

  it('lies over the part of the picture that the model saw', () => {
    const region = { left: 0.25, top: -0.5, width: 0.5, height: 2 };
    expect(placeOf(region, 200, 100)).toEqual({ left: 50, top: -50, width: 100, height: 200 });
    expect(placeOf(WHOLE, 3, 4)).toEqual({ left: 0, top: 0, width: 3, height: 4 });
  });

  it('is described by the patch that counts most, with its sign', () => {
    expect(describeHeat('Bird', importance)).toBe(
      'What speaks most against Bird is at the bottom, on the left.',
    );
    const middle = Array.from({ length: 7 }, (_, row) => [0, 0, 0, row === 3 ? 0.1 : 0, 0, 0, 0]);
    expect(describeHeat('Bird', middle)).toBe('What speaks most for Bird is in the middle, in the centre.');
    expect(describeHeat('Bird', [[0]])).toBe(
      'No patch of the picture changes the confidence of Bird by a percentage point.',
    );
  });
});
