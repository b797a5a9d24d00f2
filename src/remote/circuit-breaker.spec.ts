import { beforeEach, describe, expect, it } from '@jest/globals';
import { CircuitBreaker } from './circuit-breaker.js';

describe('CircuitBreaker', () => {
  let now: number;
  let told: boolean[];
  let breaker: CircuitBreaker;
  beforeEach(() => {
    now = 0;
    told = [];
    breaker = new CircuitBreaker({ now: () => now, random: () => 0.5 }, (isOpen) => told.push(isOpen));
  });

  const fail = (times: number) => {
    for (let i = 0; i < times; i++) breaker.enter()!.failed();
  };

  it('lets all calls pass while fewer than five fail in a row', () => {
    fail(4);
    breaker.enter()!.succeeded();
    fail(4);
    expect(breaker.enter()).toBeDefined();
    expect(breaker.isOpen).toBe(false);
  });

  it('opens at the fifth, and lets nobody pass for a second', () => {
    fail(5);
    expect(breaker.isOpen).toBe(true);
    now = 999;
    expect([breaker.state, breaker.openForMs]).toEqual(['open', 1]);
    expect(breaker.enter()).toBeUndefined();
    expect(told).toEqual([true]);
  });

  it('then lets one call pass, and closes when it succeeds', () => {
    fail(5);
    now = 1000;
    expect(breaker.isOpen).toBe(false);
    expect(breaker.state).toBe('half-open');
    const trial = breaker.enter()!;
    expect(breaker.enter()).toBeUndefined();
    // So that work is not done, and others do not wait, for what the trial shows.
    expect([breaker.isOpen, breaker.state]).toEqual([true, 'half-open']);
    trial.succeeded();
    expect([breaker.isOpen, breaker.state]).toEqual([false, 'closed']);
    expect(breaker.enter()).toBeDefined();
    expect(told).toEqual([true, false]);
  });

  it('opens for twice as long when that call fails, and no longer than 15 seconds', () => {
    fail(5);
    const lengths: number[] = [];
    for (let i = 0; i < 6; i++) {
      const from = now;
      while (breaker.isOpen) now += 1;
      lengths.push(now - from);
      breaker.enter()!.failed();
    }
    expect(lengths).toEqual([1000, 2000, 4000, 8000, 15_000, 15_000]);
    expect(told).toEqual([true]);
  });

  it('lets another call pass where that one was abandoned', () => {
    fail(5);
    now = 1000;
    breaker.enter()!.abandoned();
    expect(breaker.enter()).toBeDefined();
  });

  it('counts each call once, and abandoned ones not at all', () => {
    for (let i = 0; i < 9; i++) breaker.enter()!.abandoned();
    const once = breaker.enter()!;
    for (let i = 0; i < 9; i++) once.failed();
    expect(breaker.isOpen).toBe(false);
  });

  it('does not open for longer because of calls that were under way when it opened', () => {
    const late = breaker.enter()!;
    fail(5);
    late.failed();
    now = 1000;
    expect(breaker.enter()).toBeDefined();
  });

  it('is closed by a late success as well', () => {
    const late = breaker.enter()!;
    fail(5);
    late.succeeded();
    expect(breaker.isOpen).toBe(false);
    expect(breaker.enter()).toBeDefined();
  });

  it('can be opened by a probe, and lets a call pass when another one succeeds', () => {
    breaker.trip();
    expect(breaker.enter()).toBeUndefined();
    breaker.encourage();
    breaker.enter()!.succeeded();
    expect(told).toEqual([true, false]);
  });

  it('opens for up to a quarter less or more, so that replicas do not come back together', () => {
    const lengthFor = (random: number) => {
      now = 0;
      const one = new CircuitBreaker({ now: () => now, random: () => random });
      one.trip();
      while (one.isOpen) now += 1;
      return now;
    };
    expect(lengthFor(0)).toBe(750);
    expect(lengthFor(0.999)).toBe(1250);
  });
});
