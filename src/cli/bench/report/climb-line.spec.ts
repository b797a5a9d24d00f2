import { describe, expect, it } from '@jest/globals';
import { climbLine } from './climb-line.js';

const state = { seconds: 12.4, totalSeconds: 42, connections: 4, sent: 300, levelSeconds: 0.5 };

describe('climbLine', () => {
  it('shows how far the levels are, how fast this one goes and how long the rest will take', () => {
    expect(climbLine(state)).toBe(
      '[=======-----------------] 12 of 42 s  4 connections  600.0 requests/s  30 s left',
    );
  });

  it('does not divide by no time, nor go beyond the end while the last answers come', () => {
    expect(climbLine({ ...state, connections: 1, levelSeconds: 0 })).toContain(
      '1 connection  0.0 requests/s',
    );
    expect(climbLine({ ...state, seconds: 43.2 })).toMatch(/^\[={24}\] 42 of 42 s .* 0 s left$/);
  });
});
