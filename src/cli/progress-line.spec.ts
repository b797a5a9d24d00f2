import { describe, expect, it } from '@jest/globals';
import { bar, duration, progressLine, timeLeft } from './progress-line.js';

describe('progressLine', () => {
  it('shows bar, counts, speed and the time left', () => {
    expect(progressLine({ done: 30, total: 120, seconds: 2, unit: 'files' })).toBe(
      '[======------------------] 30/120  15.0 files/s  6 s left',
    );
    expect(progressLine({ done: 120, total: 120, seconds: 8, unit: 'files' })).toMatch(
      /^\[={24}\] 120\/120 .* 0 s left$/,
    );
  });

  it('shows the count alone where the total is not known, or was too small', () => {
    expect(progressLine({ done: 30, total: 0, seconds: 2, unit: 'files' })).toBe('30 files  15.0 files/s');
    expect(progressLine({ done: 30, total: 20, seconds: 2, unit: 'files' })).toBe('30 files  15.0 files/s');
  });

  it('does not divide by no time', () => {
    expect(progressLine({ done: 0, total: 50, seconds: 0, unit: 'files' })).toBe(
      `[${'-'.repeat(24)}] 0/50  0.0 files/s`,
    );
  });
});

describe('bar and timeLeft', () => {
  it('stay within their bounds where more is done, or more time has passed, than was expected', () => {
    expect(bar(50, 40)).toBe(`[${'='.repeat(24)}]`);
    expect(timeLeft(-3)).toBe('0 s left');
  });
});

describe('duration', () => {
  it.each([
    { seconds: 0.2, is: '1 s' },
    { seconds: 59, is: '59 s' },
    { seconds: 200, is: '3 min 20 s' },
    { seconds: 7500, is: '2 h 5 min' },
  ])('writes $seconds as $is', ({ seconds, is }) => {
    expect(duration(seconds)).toBe(is);
  });
});
