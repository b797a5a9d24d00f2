import { describe, expect, it } from '@jest/globals';
import type { SizeClass } from '../config/size-class.js';
import { ServiceTimes } from './service-times.js';

const times = new ServiceTimes();
const record = (count: number, sizeClass: SizeClass, milliseconds: number) => {
  for (let i = 0; i < count; i++) times.record(sizeClass, milliseconds);
};

describe('ServiceTimes', () => {
  it('knows nothing before the sixteenth picture: the first ones of a process are slow', () => {
    record(1, 'large', 400);
    record(14, 'large', 40);
    expect([times.of('large'), times.of('small')]).toEqual([0, 0]);
  });

  it('takes the other class for the one that is not known yet', () => {
    record(1, 'large', 40);
    expect(times.of('large')).toBeCloseTo(62.5);
    expect(times.of('small')).toBe(times.of('large'));
    record(16, 'small', 2);
    expect(times.of('small')).toBeCloseTo(2);
  });

  it('follows a change within some fifty pictures, and hardly moves for one of them', () => {
    record(1, 'small', 1000);
    expect(times.of('small')).toBeCloseTo(2.375);
    record(80, 'small', 20);
    expect(times.of('small')).toBeGreaterThan(19);
    expect(times.of('small')).toBeLessThan(20);
  });
});
