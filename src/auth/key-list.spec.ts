import { describe, expect, it } from '@jest/globals';
import { digestOf, newKey } from './api-key.js';
import { formatKeyEntry } from './key-entry.js';
import { KeyListError, parseKeyLists } from './key-list.js';

const A = 'a'.repeat(64);
const B = 'b'.repeat(64);

function problems(variable: string, file = ''): readonly string[] {
  try {
    parseKeyLists(variable, file);
  } catch (error) {
    return (error as KeyListError).problems;
  }
  return [];
}

describe('parseKeyLists', () => {
  it('reads entries separated by commas, and predict is what is said of none', () => {
    expect(parseKeyLists(`web:${A}, prometheus:${B}:metrics+docs`, '')).toEqual([
      { name: 'web', digest: Buffer.from(A, 'hex'), scopes: ['predict'] },
      { name: 'prometheus', digest: Buffer.from(B, 'hex'), scopes: ['metrics', 'docs'] },
    ]);
  });

  it('reads a file, line by line, past comments, empty lines, other line ends and a byte order mark', () => {
    const file = `\uFEFF# ours\r\n\r\n  web:${A.toUpperCase()}  # since May\r\nweb:${B}\n`;
    const entries = parseKeyLists('', file);
    expect(entries.map(formatKeyEntry)).toEqual([`web:${A}`, `web:${B}`]);
  });

  it('takes both lists together', () => {
    expect(parseKeyLists(`a:${A}`, `b:${B}`).map(({ name }) => name)).toEqual(['a', 'b']);
  });

  it.each([
    { entry: A, says: 'expected NAME:SHA256 or' },
    { entry: 'web:', says: 'received nothing' },
    { entry: `web:${A}a`, says: '64 hexadecimal digits; received 65 characters' },
    { entry: `web:${A.slice(1)}g`, says: '64 hexadecimal digits' },
    { entry: `a b:${A}`, says: 'expected a name of 1 to 40' },
    { entry: `${A}:web`, says: 'expected a name of 1 to 40' },
    { entry: `:${A}`, says: 'expected a name of 1 to 40' },
    { entry: `web:${A}:admin`, says: 'expected scopes of predict, docs, metrics' },
    { entry: `web:${A}:`, says: 'expected scopes of' },
    { entry: `web:${A}:docs+docs`, says: 'expected scopes of' },
    { entry: `web:${A}:docs:metrics`, says: 'expected scopes of' },
  ])('refuses $entry by its place', ({ entry, says }) => {
    const [variable, ...more] = problems(`web:${B},${entry}`);
    expect(variable).toMatch(/^API_KEYS, entry 2: /);
    expect(variable).toContain(says);
    expect(more).toEqual([]);
    expect(problems('', `# one\nweb:${B}\n${entry}\n`)[0]).toMatch(/^API_KEYS_FILE, line 3: /);
  });

  it('names every bad entry at once', () => {
    expect(problems(',', 'x\ny').map((problem) => problem.split(':')[0])).toEqual([
      'API_KEYS, entry 1',
      'API_KEYS, entry 2',
      'API_KEYS_FILE, line 1',
      'API_KEYS_FILE, line 2',
    ]);
  });

  it('recognises a key in the place of its digest, and repeats nothing of any entry', () => {
    const key = newKey();
    const digest = digestOf(key).toString('hex');
    const found = problems(`web:${key},${key},${key}:web,web:${digest}zz`);
    expect(found).toHaveLength(4);
    for (const problem of found.slice(0, 3)) expect(problem).toContain('tetrapod keys hash');
    for (const secret of [key, key.slice(4, 12), digest.slice(0, 8)]) {
      expect(found.join('\n')).not.toContain(secret);
    }
  });

  it('refuses the same key twice, which two names would share', () => {
    expect(problems(`a:${A}`, `\nb:${A}`)).toEqual([
      'API_KEYS_FILE, line 2: expected another key; this one stands at API_KEYS, entry 1 already',
    ]);
  });

  it('takes a thousand keys and no more', () => {
    const file = (count: number) =>
      Array.from({ length: count }, (_, i) => `k:${i.toString(16).padStart(64, '0')}`).join('\n');
    expect(parseKeyLists('', file(1000))).toHaveLength(1000);
    expect(problems('', file(1001))).toEqual(['expected at most 1000 keys, received 1001']);
  });
});
