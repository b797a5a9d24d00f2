import { describe, expect, it } from '@jest/globals';
import { Calibration } from './calibration.js';

function calibrationOf(answers: [confidence: number, isCorrect: boolean][]): Calibration {
  const calibration = new Calibration();
  for (const [confidence, isCorrect] of answers) calibration.add(confidence, isCorrect);
  return calibration;
}

/** The places of the bins that hold something. */
const filled = (calibration: Calibration) =>
  calibration.bins().flatMap(({ count }, m) => (count > 0 ? [m] : []));

describe('Calibration', () => {
  it('gives the error as worked by hand', () => {
    // Bin 13 (0.8667, 0.9333]: 0.9, 0.9, 0.88 -> mean 0.893333, right 2/3, gap 0.226667, weight 3/5.
    // Bin 8 (0.5333, 0.6]: 0.55, 0.59 -> mean 0.57, right 1/2, gap 0.07, weight 2/5.
    const calibration = calibrationOf([
      [0.9, true],
      [0.55, false],
      [0.9, false],
      [0.88, true],
      [0.59, true],
    ]);
    expect(filled(calibration)).toEqual([8, 13]);
    expect(calibration.expectedError()).toBeCloseTo(0.6 * 0.226667 + 0.4 * 0.07, 5);
    expect(calibration.bins()[13]).toEqual({
      from: 13 / 15,
      to: 14 / 15,
      count: 3,
      confidence: expect.closeTo(0.893333, 5),
      accuracy: 2 / 3,
    });
  });

  it('is 0 where a part c of the answers with confidence c is right, and 1 where all are sure and wrong', () => {
    const answers = Array.from({ length: 10 }, (_, i): [number, boolean] => [0.7, i < 7]);
    expect(calibrationOf(answers).expectedError()).toBeCloseTo(0, 12);
    expect(calibrationOf([[1, false]]).expectedError()).toBe(1);
  });

  it('has 15 bins, each with its upper end and without its lower', () => {
    expect(calibrationOf([]).bins()).toHaveLength(15);
    expect(filled(calibrationOf([[0, true]]))).toEqual([0]);
    expect(filled(calibrationOf([[1, true]]))).toEqual([14]);
    expect(filled(calibrationOf([[0.2, true]]))).toEqual([2]);
    expect(filled(calibrationOf([[0.2000001, true]]))).toEqual([3]);
  });

  it('has no error where there is nothing', () => {
    expect(calibrationOf([]).expectedError()).toBeNaN();
  });
});
