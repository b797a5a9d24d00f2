import { describe, expect, it } from '@jest/globals';
import { ConfusionMatrix, type Class } from './confusion-matrix.js';

/** Truth before prediction. */
const PAIRS: [Class, Class][] = [
  ['cat', 'cat'],
  ['cat', 'cat'],
  ['cat', 'dog'],
  ['dog', 'dog'],
  ['dog', 'cat'],
  ['dog', 'cat'],
  [null, null],
  [null, 'cat'],
];

function matrixOf(pairs: [Class, Class][]): ConfusionMatrix {
  const matrix = new ConfusionMatrix();
  for (const [truth, prediction] of pairs) matrix.add(truth, prediction);
  return matrix;
}

describe('ConfusionMatrix', () => {
  const matrix = matrixOf(PAIRS);

  it('counts truth in rows and predictions in columns', () => {
    const classes: Class[] = ['cat', 'dog', null];
    expect(classes.map((truth) => classes.map((prediction) => matrix.count(truth, prediction)))).toEqual([
      [2, 1, 0],
      [2, 1, 0],
      [1, 0, 1],
    ]);
  });

  it('sums rows, columns, the diagonal and everything', () => {
    expect([matrix.rowSum('cat'), matrix.rowSum('dog'), matrix.rowSum(null)]).toEqual([3, 3, 2]);
    expect([matrix.columnSum('cat'), matrix.columnSum('dog'), matrix.columnSum(null)]).toEqual([5, 2, 1]);
    expect([matrix.correct, matrix.total]).toEqual([4, 8]);
  });

  it('lists mistakes, the most frequent first', () => {
    expect(matrix.mistakes()).toEqual([
      { truth: 'dog', prediction: 'cat', count: 2 },
      { truth: 'cat', prediction: 'dog', count: 1 },
      { truth: null, prediction: 'cat', count: 1 },
    ]);
  });

  it('knows which classes occur, and counts others as 0', () => {
    expect([matrix.has('cat'), matrix.has(null), matrix.has('cow')]).toEqual([true, true, false]);
    expect([matrix.rowSum('cow'), matrix.columnSum('cow'), matrix.count('cow', 'cat')]).toEqual([0, 0, 0]);
    expect(matrixOf([['cat', 'dog']]).has('dog')).toBe(true);
  });
});
