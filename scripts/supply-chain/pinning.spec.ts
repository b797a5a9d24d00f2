import { describe, expect, it } from '@jest/globals';
import { lockedPackages, type LockEntry } from './lock-file.js';
import { pinningProblems, type Manifest } from './pinning.js';

const INTEGRITY = `sha512-${'A'.repeat(86)}==`;
const problems = (entry: LockEntry = {}, manifest: Manifest = {}, reasons: string[] = []) =>
  pinningProblems(
    lockedPackages({ '': {}, 'node_modules/a': { version: '1.0.0', integrity: INTEGRITY, ...entry } }),
    manifest,
    reasons,
  );

describe('pinningProblems', () => {
  it('finds none in a package of a registry with its hash', () => {
    expect(problems()).toEqual([]);
  });

  it.each([
    ['no hash', { integrity: undefined }, 'expected its SHA-512 in package-lock.json, received none'],
    ['a weaker hash', { integrity: 'sha1-AAAA' }, 'received another'],
    ['an address', { resolved: 'git+ssh://git@example.org/a.git#1' }, 'expected no address'],
    ['a link', { link: true }, 'received a link'],
  ])('names a package with %s', (_name, entry, text) => {
    const found = problems(entry as LockEntry);
    expect(found).toHaveLength(1);
    expect(found[0]).toMatch(/^a@1\.0\.0: /);
    expect(found[0]).toContain(text);
  });

  it.each([
    '*',
    'latest',
    '>=1.0.0',
    '1',
    'github:a/b',
    'file:../a',
    'npm:b@1.0.0',
    'https://example.org/a.tgz',
  ])('refuses %j as a version in package.json', (range) => {
    expect(problems({}, { dependencies: { a: range } })).toHaveLength(1);
    expect(problems({}, { devDependencies: { a: range } })).toHaveLength(1);
  });

  it.each(['1.2.3', '^1.2.3', '~1.2.3'])('takes %j as a version in package.json', (range) => {
    expect(problems({}, { dependencies: { a: range } })).toEqual([]);
  });

  it('asks for a decision and a reason where a package brings an install script', () => {
    const script = { hasInstallScript: true };
    expect(problems(script)).toHaveLength(2);
    expect(problems(script, { allowScripts: { a: false } })).toEqual([
      'a: has an install script; say in docs/supply-chain.md what it does',
    ]);
    expect(problems(script, {}, ['a'])[0]).toContain('add it to allowScripts');
    expect(problems(script, { allowScripts: { a: false } }, ['a'])).toEqual([]);
  });

  it('tells of a decision that nothing needs any more', () => {
    expect(problems({}, { allowScripts: { a: false } })).toEqual([
      'a: has no install script any more; remove it from allowScripts',
    ]);
  });
});
