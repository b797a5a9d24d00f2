import { describe, expect, it } from '@jest/globals';
import { classify } from './classification.js';

const LABELS = ['apple', 'pickle', 'a:b', 'plum'];

describe('classify', () => {
  it('gives the highest scores first, as value:index:label', () => {
    expect(classify(Float32Array.of(1, 5, 10, 4), LABELS, 2)).toEqual(['10:2:a:b', '5:1:pickle']);
  });

  it('sorts as many as models have, equals by their places', () => {
    const row = Float32Array.from({ length: 1000 }, (_, i) => (i * 7919) % 100);
    const labels = Array.from(row, (_, i) => `l${i}`);
    const expected = [...row.keys()].sort((a, b) => row[b]! - row[a]! || a - b);
    expect(classify(row, labels, 1000)).toEqual(expected.map((i) => `${row[i]}:${i}:l${i}`));
  });

  it('gives all where there are fewer than asked for, and keeps the order of equals', () => {
    expect(classify(Float32Array.of(-1, 0.1, -1, 0.1), LABELS, 9)).toEqual([
      '0.1:1:pickle',
      '0.1:3:plum',
      '-1:0:apple',
      '-1:2:a:b',
    ]);
  });
});
