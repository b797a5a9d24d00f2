import { describe, expect, it } from '@jest/globals';
import { FailureStreak } from './failure-streak.js';

describe('FailureStreak', () => {
  it('has the first one replaced at once, and one of a series later and later', () => {
    const streak = new FailureStreak();
    expect([1000, 2000, 3000, 4000].map((now) => streak.add(now, now - 500))).toEqual([0, 100, 200, 400]);
    expect(streak.length).toBe(4);
    streak.end();
    expect(streak.add(5000, 4500)).toBe(0);
  });

  it('counts those that end together once', () => {
    const streak = new FailureStreak();
    expect([1000, 1005, 1030, 1110].map((now) => streak.add(now, 0))).toEqual([0, 0, 0, 0]);
    expect(streak.length).toBe(1);
  });

  it('counts one that was started after the last failure, however soon it ends', () => {
    const streak = new FailureStreak();
    expect([streak.add(1000, 0), streak.add(1050, 1001), streak.add(1090, 1051)]).toEqual([0, 100, 200]);
  });
});
