import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { predictionsAbove } from './predictions.js';

const scoresOf = (...confidences: number[]) =>
  confidences.map((confidence, i) => ({ label: `label ${i}`, confidence }));

describe('predictionsAbove', () => {
  it.each([
    { confidence: 0.5, threshold: 0.5, shown: [0.5] },
    { confidence: 0.49999999, threshold: 0.5, shown: [0.5] },
    { confidence: 0.49999995, threshold: 0.5, shown: [0.5] },
    { confidence: 0.49999994, threshold: 0.5, shown: [] },
    { confidence: 0.50000004, threshold: 0.5, shown: [0.5] },
    { confidence: 0.50000004, threshold: 0.50000001, shown: [] },
    { confidence: 0.50000006, threshold: 0.5, shown: [0.5000001] },
    { confidence: 0, threshold: 0, shown: [0] },
    { confidence: 1e-9, threshold: 0, shown: [0] },
    { confidence: 1e-9, threshold: 1e-12, shown: [] },
    { confidence: 1, threshold: 1, shown: [1] },
    { confidence: 0.99999996, threshold: 1, shown: [1] },
    { confidence: 0.9999999, threshold: 1, shown: [] },
    { confidence: 0.1234567, threshold: 0.1234567, shown: [0.1234567] },
    { confidence: 0.7, threshold: 0.7, shown: [0.7] },
  ])('shows $confidence as $shown with the threshold $threshold', ({ confidence, threshold, shown }) => {
    expect(predictionsAbove(threshold, scoresOf(confidence)).map((item) => item.confidence)).toEqual(shown);
  });

  it('puts the most confident first', () => {
    expect(predictionsAbove(0, scoresOf(0.1, 0.6, 0.05, 0.25))).toEqual([
      { label: 'label 1', confidence: 0.6 },
      { label: 'label 3', confidence: 0.25 },
      { label: 'label 0', confidence: 0.1 },
      { label: 'label 2', confidence: 0.05 },
    ]);
  });

  it('keeps the order of the model among equals, rounded ones included', () => {
    const labels = predictionsAbove(0, scoresOf(0.25, 0.25000001, 0.5, 0.24999999)).map(({ label }) => label);
    expect(labels).toEqual(['label 2', 'label 0', 'label 1', 'label 3']);
  });

  it('leaves out what lies below the threshold, even everything', () => {
    expect(predictionsAbove(0.3, scoresOf(0.2, 0.5, 0.3))).toHaveLength(2);
    expect(predictionsAbove(0.6, scoresOf(0.2, 0.5, 0.3))).toEqual([]);
    expect(predictionsAbove(0, [])).toEqual([]);
  });

  it('leaves the scores as they are', () => {
    const scores = Object.freeze(scoresOf(0.1, 0.9).map((score) => Object.freeze(score)));
    predictionsAbove(0, scores);
    expect(scores).toEqual(scoresOf(0.1, 0.9));
  });

  const unit = fc.double({ min: 0, max: 1, noNaN: true });

  it('never shows a confidence below the threshold, nor more than seven decimals', () => {
    fc.assert(
      fc.property(unit, fc.array(unit), (threshold, confidences) => {
        for (const { confidence } of predictionsAbove(threshold, scoresOf(...confidences))) {
          expect(confidence).toBeGreaterThanOrEqual(threshold);
          expect(confidence).toBe(Number(confidence.toFixed(7)));
        }
      }),
    );
  });

  it('shows every label that is above the threshold by more than the rounding', () => {
    fc.assert(
      fc.property(unit, fc.array(unit), (threshold, confidences) => {
        const scores = scoresOf(...confidences);
        const shown = predictionsAbove(threshold, scores).map(({ label }) => label);
        for (const { label, confidence } of scores) {
          if (confidence >= threshold + 1e-7) expect(shown).toContain(label);
          if (confidence <= threshold - 1e-7) expect(shown).not.toContain(label);
        }
      }),
    );
  });
});
