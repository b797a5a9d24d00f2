import { describe, expect, it } from '@jest/globals';
import { WallClock } from './wall-clock.js';

describe('the clock of the traces', () => {
  it('does not follow the coarseness of the wall clock', () => {
    let wall = 1_000_000;
    const clock = new WallClock(1_000_000.4, { monotonic: () => 0, wall: () => wall });
    expect(clock.shift()).toBe(1_000_000.4);
    wall += 4;
    expect(clock.shift()).toBe(1_000_000.4);
  });

  it('follows a wall clock that was set', () => {
    let wall = 1_000_000;
    const clock = new WallClock(1_000_000, { monotonic: () => 250, wall: () => wall });
    wall += 3_600_250;
    expect(clock.shift()).toBe(4_600_000);
    expect(clock.shift()).toBe(4_600_000);
  });
});
