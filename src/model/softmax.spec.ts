import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { softmax } from './softmax.js';

const sum = (values: Iterable<number>) => [...values].reduce((a, b) => a + b, 0);

describe('softmax', () => {
  it.each([
    { logits: [0], probabilities: [1] },
    { logits: [0, 0, 0, 0], probabilities: [0.25, 0.25, 0.25, 0.25] },
    { logits: [-7, -7], probabilities: [0.5, 0.5] },
    // e^ln 1 : e^ln 2 : e^ln 5 = 1 : 2 : 5
    { logits: [0, Math.log(2), Math.log(5)], probabilities: [1 / 8, 2 / 8, 5 / 8] },
    // 1 / (1 + e^-1)
    { logits: [1, 0], probabilities: [0.7310585786300049, 0.2689414213699951] },
  ])('makes $probabilities of $logits', ({ logits, probabilities }) => {
    const result = softmax(logits);
    expect(result).toHaveLength(probabilities.length);
    result.forEach((value, i) => {
      expect(value).toBeCloseTo(probabilities[i]!, 14);
    });
  });

  it.each([
    { logits: [1000, 1000], probabilities: [0.5, 0.5] },
    { logits: [1e308, 0], probabilities: [1, 0] },
    { logits: [-1e308, -1e308], probabilities: [0.5, 0.5] },
    { logits: [710, -710], probabilities: [1, 0] },
    { logits: [0, -Infinity], probabilities: [1, 0] },
  ])('neither overflows nor underflows for $logits', ({ logits, probabilities }) => {
    expect([...softmax(logits)]).toEqual(probabilities);
  });

  it('gives nothing for nothing', () => {
    expect(softmax([])).toHaveLength(0);
  });

  it('leaves the logits as they are', () => {
    const logits = Float64Array.from([1, 2, 3]);
    softmax(logits);
    expect([...logits]).toEqual([1, 2, 3]);
  });

  const anyLogits = fc.array(fc.double({ min: -1e6, max: 1e6, noNaN: true }), {
    minLength: 1,
    maxLength: 50,
  });

  it('gives probabilities that sum to 1 and keep the order of the logits', () => {
    fc.assert(
      fc.property(anyLogits, (logits) => {
        const result = softmax(logits);
        expect(sum(result)).toBeCloseTo(1, 12);
        expect(result.every((value) => value >= 0 && value <= 1)).toBe(true);
        expect(result[logits.indexOf(Math.max(...logits))]).toBe(Math.max(...result));
      }),
    );
  });

  it('does not change where every logit grows by the same', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: -50, max: 50 }), { minLength: 1 }),
        fc.integer(),
        (logits, shift) => {
          expect([...softmax(logits.map((logit) => logit + shift))]).toEqual([...softmax(logits)]);
        },
      ),
    );
  });
});
