import { describe, expect, it } from '@jest/globals';
import type { Comparison } from './comparison.js';
import { tables, violations } from './report.js';

const EQUAL: Comparison = {
  path: 'a.jpg',
  engine: 'jpeg',
  kind: 'JPEG 4:2:0',
  reduction: 1,
  identicalSamples: 1,
  meanDifference: 0,
  largestDifference: 0,
  sameBestLabel: true,
  sameBestClass: true,
  bestConfidence: 0.9,
  probabilityDifference: 0,
};
const REDUCED = { ...EQUAL, reduction: 4, largestDifference: 9, probabilityDifference: 0.004 };

describe('The promises of fidelity', () => {
  it('are kept by equal samples, and by small differences of reduced pictures', () => {
    expect(violations([EQUAL, REDUCED, { ...EQUAL, engine: 'jpeg, full size' }])).toEqual([]);
  });

  it('are broken by any difference of a picture that was not reduced', () => {
    expect(violations([{ ...EQUAL, largestDifference: 1 }])).toEqual(['jpeg: a.jpg differs by up to 1']);
  });

  it('are broken by reduced pictures alone, however many others there are', () => {
    const others = Array<Comparison>(100).fill(EQUAL);
    expect(violations([...others, { ...REDUCED, probabilityDifference: 0.006 }])).toEqual([
      'jpeg, reduced: the 95th percentile is 0.00600',
    ]);
    expect(
      violations([...Array<Comparison>(99).fill(REDUCED), { ...REDUCED, probabilityDifference: 0.06 }]),
    ).toEqual(['jpeg, reduced: a probability differs by 0.0600']);
  });

  it('are broken by another best label, unless the model saw none of them', () => {
    const other = { ...REDUCED, sameBestLabel: false };
    expect(violations([{ ...other, bestConfidence: 0.01 }])).toHaveLength(1);
    expect(violations([{ ...other, bestConfidence: 0.009 }])).toEqual([]);
    expect(violations([{ ...other, reduction: 1, bestConfidence: 0.009 }])).not.toEqual([]);
  });
});

describe('The tables of fidelity', () => {
  it('show the scales at which the kernel decodes, beside engines and formats', () => {
    const rows = tables([EQUAL, REDUCED, { ...EQUAL, engine: 'sharp', kind: 'PNG' }]).split('\n');
    const names = rows.map((row) => row.split(' | ')[0]).filter((name) => !/^$|---/.test(name!));
    expect(names).toEqual([
      ...['| engine', '| jpeg', '| sharp'],
      ...['| scale', '| jpeg at 1/1', '| jpeg at 1/4'],
      ...['| engine, format', '| jpeg, JPEG 4:2:0', '| sharp, PNG'],
    ]);
  });
});
