import { describe, expect, it } from '@jest/globals';
import { parseOptions } from './options.js';
import { allFindings, growth, table, withTotals } from './summary.js';

const MEBIBYTE = 2 ** 20;
const result = (warm: number, end: number) =>
  withTotals({
    target: 'bmp',
    seed: 1,
    cases: 100,
    seconds: 2,
    tally: { picture: 60, image_corrupt: 40 },
    findings: [],
    rss: { warm: warm * MEBIBYTE, end: end * MEBIBYTE },
  });

describe('the summary of a fuzz campaign', () => {
  it('takes memory that grew by more than 5 % for a finding', () => {
    expect(allFindings(result(100, 104.9))).toEqual([]);
    expect(allFindings(result(100, 106))).toMatchObject([{ name: 'memory_grew' }]);
    expect(growth({ rss: { warm: undefined, end: 5 } })).toBeUndefined();
  });

  it('has a line for each target', () => {
    expect(table([result(100, 120)]).split('\n')[1]).toMatch(
      /^bmp +100 +60 +1 +100 MiB +120 MiB +20\.0 % +50$/,
    );
  });
});

describe('the options of npm run fuzz', () => {
  it('are an hour for each engine and 100,000 requests, unless something else is asked for', () => {
    expect(parseOptions([])).toMatchObject({ minutes: 60, http: 100_000, seed: 1, only: undefined });
    expect(parseOptions(['--cases', '10'])).toMatchObject({ cases: 10, minutes: undefined });
    expect(parseOptions(['--engine', 'jpeg', '--seed', '4', '--only', '12'])).toMatchObject({
      engines: ['jpeg'],
      http: 0,
      seed: 4,
      only: 12,
    });
  });

  it.each([
    { args: ['--engine', 'jpg'], says: 'expected all, none or one of jpeg, sharp' },
    { args: ['--cases', '1e3'], says: '--cases: expected a whole number, received "1e3"' },
  ])('are refused with what was expected: $args', ({ args, says }) => {
    expect(() => parseOptions(args)).toThrow(says);
  });
});
