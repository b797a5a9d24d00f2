import { describe, expect, it } from '@jest/globals';
import { fromFloat16Bits } from '../model/onnx/float16.js';
import { roundScore } from './round-score.js';

describe('roundScore', () => {
  it('rounds to 32 bits, and leaves 64 as they are', () => {
    expect(roundScore(1.1712621, 'FP32')).toBe(Float32Array.of(1.1712621)[0]);
    expect(roundScore(1.1712621, 'FP64')).toBe(1.1712621);
  });

  it('knows every number of 16 bits again, and what lies between two of them', () => {
    for (let bits = 0; bits < 0x7bff; bits++) {
      const [low, high] = [fromFloat16Bits(bits), fromFloat16Bits(bits + 1)];
      const middle = (low + high) / 2;
      const even = bits % 2 === 0 ? low : high;
      const rounded = [low, middle, low + 0.49 * (high - low), low + 0.51 * (high - low)].map((score) =>
        roundScore(score, 'FP16'),
      );
      // One at a time would take long.
      if (rounded.join() !== [low, even, low, high].join()) expect([bits, rounded]).toEqual([bits, low]);
      if (roundScore(-middle, 'FP16') !== -even) expect(roundScore(-middle, 'FP16')).toBe(-even);
    }
    expect(roundScore(65_519, 'FP16')).toBe(65_504);
    expect(roundScore(-65_520, 'FP16')).toBe(-Infinity);
  });
});
