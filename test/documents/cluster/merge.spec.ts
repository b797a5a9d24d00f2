import { describe, expect, it } from '@jest/globals';
import { merged } from './merge.js';

describe('a strategic merge patch', () => {
  it.each<[what: string, old: unknown, patch: unknown, expected: unknown]>([
    ['merges maps', { a: { b: 1, c: 2 } }, { a: { c: 3 } }, { a: { b: 1, c: 3 } }],
    ['removes what is null', { a: 1, b: 2 }, { a: null }, { b: 2 }],
    ['replaces lists of values', { a: [1, 2] }, { a: [3] }, { a: [3] }],
    [
      'merges lists by names',
      { a: [{ name: 'x', v: 1, w: 1 }, { name: 'y' }] },
      { a: [{ name: 'x', v: 2 }, { name: 'z' }] },
      { a: [{ name: 'x', v: 2, w: 1 }, { name: 'y' }, { name: 'z' }] },
    ],
    [
      'removes from lists by names',
      { a: [{ name: 'x' }, { name: 'y' }] },
      { a: [{ name: 'x', $patch: 'delete' }], $setElementOrder: ['y'] },
      { a: [{ name: 'y' }] },
    ],
  ])('%s', (_what, old, patch, expected) => {
    expect(merged(old, patch)).toEqual(expected);
  });
});
