import { describe, expect, it } from '@jest/globals';
import { ConfusionMatrix } from './confusion-matrix.js';
import { scoresOf } from './precision-recall.js';

describe('scoresOf', () => {
  const matrix = new ConfusionMatrix();
  const add = (truth: string, prediction: string, times: number) => {
    for (let i = 0; i < times; i++) matrix.add(truth, prediction);
  };
  //            predicted cat  dog  cow
  // truth cat          6      1    0
  // truth dog          3      2    0
  // truth pig          1      0    0
  add('cat', 'cat', 6);
  add('cat', 'dog', 1);
  add('dog', 'cat', 3);
  add('dog', 'dog', 2);
  add('pig', 'cat', 1);

  it('is as worked by hand', () => {
    // 6 of 10 predictions are right, 6 of 7 cats are found; F1 = 12/17.
    expect(scoresOf(matrix, 'cat')).toEqual({
      label: 'cat',
      precision: 0.6,
      recall: 6 / 7,
      f1: 12 / 17,
      support: 7,
    });
    expect(scoresOf(matrix, 'dog')).toEqual({
      label: 'dog',
      precision: 2 / 3,
      recall: 0.4,
      f1: 0.5,
      support: 5,
    });
  });

  it('has F1 as the harmonic mean of precision and recall', () => {
    const { precision, recall, f1 } = scoresOf(matrix, 'dog');
    expect(f1).toBeCloseTo(2 / (1 / precision! + 1 / recall!), 12);
  });

  it('is null where it would be 0/0, and 0 where all fail', () => {
    expect(scoresOf(matrix, 'pig')).toEqual({ label: 'pig', precision: null, recall: 0, f1: 0, support: 1 });
    expect(scoresOf(matrix, 'cow')).toEqual({
      label: 'cow',
      precision: null,
      recall: null,
      f1: null,
      support: 0,
    });
    const never = new ConfusionMatrix();
    never.add('dog', 'cat');
    expect(scoresOf(never, 'cat')).toMatchObject({ precision: 0, recall: null, f1: 0, support: 0 });
  });
});
