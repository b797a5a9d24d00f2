import { describe, expect, it } from '@jest/globals';
import { regionsOf, unreached, type FileCounts, type Region } from './regions.js';

const region = (line: number, from: number, to: number): Region => ({
  start: { line, column: from },
  end: { line, column: to },
});
const [first, second, third] = [region(1, 0, 9), region(2, 4, 9), region(3, 0, 9)];

/** A file of three lines with a branch in each, and how often each was run. */
const counts = (...times: number[]): FileCounts => ({
  branchMap: { 0: { locations: [first] }, 1: { locations: [second] }, 2: { locations: [third] } },
  b: { 0: [times[0]!], 1: [times[1]!], 2: [times[2]!] },
  fnMap: { 0: { loc: first } },
  f: { 0: times[0]! },
  statementMap: { 0: first, 1: region(2, 0, 9), 2: third },
  s: { 0: times[0]!, 1: 1, 2: times[2]! },
});

describe('What was not reached', () => {
  it('is told of branches and lines', () => {
    expect(unreached(counts(1, 0, 0))).toEqual({
      branches: 3,
      notTaken: [second, third],
      lines: 3,
      notRun: 1,
    });
  });

  it('is reached in other processes where nothing that it overlaps was left out there', () => {
    const here = counts(1, 0, 0);
    expect(unreached(here, [])).toMatchObject({ notTaken: [], notRun: 0 });
    expect(unreached(here, regionsOf(counts(0, 1, 0)))).toMatchObject({ notTaken: [third], notRun: 1 });
    expect(unreached(here, [region(2, 8, 20)])).toMatchObject({ notTaken: [second], notRun: 0 });
    expect(unreached(here, [region(2, 9, 20), region(2, 0, 4)])).toMatchObject({ notTaken: [] });
  });

  it('is every branch, function and line that was left out', () => {
    expect(regionsOf(counts(0, 1, 0))).toEqual([first, third, first, first, third]);
    expect(regionsOf(counts(1, 1, 1))).toEqual([]);
  });
});
