import { describe, expect, it } from '@jest/globals';
import { ServiceTimes } from './service-times.js';

describe('ServiceTimes', () => {
  it('knows nothing before the first picture, and takes the other class for the one that has not come', () => {
    const times = new ServiceTimes();
    expect(times.of('small')).toBe(0);
    times.record('large', 40);
    expect([times.of('large'), times.of('small')]).toEqual([40, 40]);
    times.record('small', 2);
    expect([times.of('large'), times.of('small')]).toEqual([40, 2]);
  });

  it('follows a change within some fifty pictures, and hardly moves for one of them', () => {
    const times = new ServiceTimes();
    times.record('small', 10);
    times.record('small', 26);
    expect(times.of('small')).toBe(11);
    for (let i = 0; i < 50; i++) times.record('small', 20);
    expect(times.of('small')).toBeGreaterThan(19.5);
  });
});
