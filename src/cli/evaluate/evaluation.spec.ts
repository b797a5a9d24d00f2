import { describe, expect, it } from '@jest/globals';
import type { Class } from './confusion-matrix.js';
import { Evaluation } from './evaluation.js';

const answer = (cat: number, dog: number) => ({
  scores: [
    { label: 'cat', confidence: cat },
    { label: 'dog', confidence: dog },
  ],
  latencyMs: 1,
});

function predictionFor(truth: Class, cat: number, dog: number, threshold = 0.5): Class {
  const evaluation = new Evaluation(threshold);
  evaluation.add(truth, answer(cat, dog));
  return (['cat', 'dog', null] as const).find((label) => evaluation.matrix.count(truth, label) === 1)!;
}

describe('Evaluation', () => {
  it('takes the best label for a picture that shows one, however low', () => {
    expect(predictionFor('dog', 0.2, 0.3)).toBe('dog');
    expect(predictionFor('dog', 0.9, 0.1)).toBe('cat');
  });

  it('takes none for a picture that shows none, where no label reaches the threshold', () => {
    expect(predictionFor(null, 0.49, 0.3)).toBe(null);
    expect(predictionFor(null, 0.5, 0.3)).toBe('cat');
    expect(predictionFor(null, 0.3, 0.49999999)).toBe('dog');
    expect(predictionFor(null, 0.7, 0.3, 0.8)).toBe(null);
  });

  it('leaves pictures that show none out of the calibration', () => {
    const evaluation = new Evaluation(0.5);
    evaluation.add(null, answer(0.9, 0.1));
    expect(evaluation.calibration.count).toBe(0);
    evaluation.add('cat', answer(0.9, 0.1));
    expect(evaluation.calibration.count).toBe(1);
    expect(evaluation.calibration.expectedError()).toBeCloseTo(0.1, 12);
    expect(evaluation.latencies).toEqual([1, 1]);
  });
});
