import { describe, expect, it } from '@jest/globals';
import { activate, looksLikeProbabilities } from './activation.js';

describe('activate', () => {
  it('takes a softmax of logits', () => {
    // e^0 / (e^0 + e^ln3) = 1/4
    const [first, second] = activate([0, Math.log(3)], 'softmax');
    expect(first).toBeCloseTo(0.25, 12);
    expect(second).toBeCloseTo(0.75, 12);
  });

  it('takes a sigmoid of each, without overflow at either end', () => {
    const values = [...activate([0, Math.log(3), -Math.log(3), 1000, -1000], 'sigmoid')];
    expect(values[0]).toBe(0.5);
    expect(values[1]).toBeCloseTo(0.75, 12);
    expect(values[2]).toBeCloseTo(0.25, 12);
    expect(values.slice(3)).toEqual([1, 0]);
  });

  it('leaves probabilities as they are', () => {
    expect([...activate([0.1, 0.2], 'none')]).toEqual([0.1, 0.2]);
  });
});

describe('looksLikeProbabilities', () => {
  it.each([
    { output: [0.2, 0.8], is: true },
    { output: [0.1, 0.2, 0.3], is: true }, // pooled: the rest is "none of these"
    { output: [1, 0, 0], is: true },
    { output: [-0.1, 1.1], is: false },
    { output: [0.9, 0.9], is: false },
    { output: [4, -2], is: false },
    { output: [0, 0, 0], is: false },
  ])('says $is of $output', ({ output, is }) => {
    expect(looksLikeProbabilities(output)).toBe(is);
  });
});
