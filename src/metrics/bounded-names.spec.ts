import { describe, expect, it } from '@jest/globals';
import { BoundedNames } from './bounded-names.js';

describe('BoundedNames', () => {
  it('lets the first ones stand for themselves, again and again, and all others for "other"', () => {
    const names = new BoundedNames(2);
    expect(['a', 'b', 'a', 'c', 'd', 'b', 'c'].map((name) => names.of(name))).toEqual([
      ...['a', 'b', 'a', 'other', 'other', 'b', 'other'],
    ]);
  });
});
