import { createHash } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { digestOf, isFitForKey, newKey } from './api-key.js';
import type { KeyEntry } from './key-entry.js';
import { KeyRing } from './key-ring.js';
import type { Scope } from './scopes.js';

const entry = (name: string, key: string, scopes: Scope[] = ['predict']): KeyEntry => ({
  name,
  digest: digestOf(key),
  scopes,
});

describe('newKey', () => {
  it('makes keys that differ, with 256 bits behind a prefix', () => {
    const keys = Array.from({ length: 100 }, newKey);
    expect(new Set(keys).size).toBe(100);
    for (const key of keys) {
      expect(key).toMatch(/^tpd_[A-Za-z0-9_-]{43}$/);
      expect(isFitForKey(key)).toBe(true);
    }
  });
});

describe('isFitForKey', () => {
  it('takes what a header takes and nobody guesses', () => {
    expect(isFitForKey('x'.repeat(32))).toBe(true);
    for (const text of ['x'.repeat(31), 'x'.repeat(257), `${'x'.repeat(40)} y`, `${'x'.repeat(40)}ä`, '']) {
      expect(isFitForKey(text)).toBe(false);
    }
  });
});

describe('KeyRing', () => {
  it('finds a key by its sha256, wherever it stands', () => {
    const keys = ['one', 'two', 'three'];
    const ring = new KeyRing(
      keys.map((key) => ({
        name: `name-of-${key}`,
        digest: createHash('sha256').update(key).digest(),
        scopes: ['predict'],
      })),
    );
    for (const key of keys) expect(ring.find(key)!.name).toBe(`name-of-${key}`);
    for (const key of ['', 'One', 'one ', 'four']) expect(ring.find(key)).toBeUndefined();
  });

  it('finds nothing where there are no keys', () => {
    expect(new KeyRing([]).find('')).toBeUndefined();
  });

  it('tells which names came, went and changed', () => {
    const before = new KeyRing([
      entry('gone', '1'),
      entry('turned', '2'),
      entry('same', '3'),
      entry('wider', '4'),
    ]);
    const after = new KeyRing([
      entry('new', '5'),
      entry('turned', '2'),
      entry('turned', '6'),
      entry('same', '3'),
      entry('wider', '4', ['predict', 'docs']),
    ]);
    expect(before.changesTo(after)).toEqual({
      added: ['new'],
      removed: ['gone'],
      changed: ['turned', 'wider'],
    });
    expect(after.changesTo(after)).toEqual({ added: [], removed: [], changed: [] });
    expect(after.names).toEqual(['new', 'same', 'turned', 'wider']);
  });
});
