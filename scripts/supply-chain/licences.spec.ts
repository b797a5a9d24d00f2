import { describe, expect, it } from '@jest/globals';
import { isAllowed, licenceProblems, type LicencePolicy } from './licences.js';
import { lockedPackages, type LockEntries } from './lock-file.js';

const POLICY: LicencePolicy = {
  production: ['MIT', 'ISC'],
  development: ['CC0-1.0'],
  exceptions: [],
  undeclared: [],
};

const problems = (entries: LockEntries, policy: Partial<LicencePolicy> = {}) =>
  licenceProblems(lockedPackages(entries), { ...POLICY, ...policy });

describe('isAllowed', () => {
  it.each([
    ['MIT', true],
    ['GPL-3.0-only', false],
    ['MIT OR GPL-3.0-only', true],
    ['GPL-3.0-only OR MIT', true],
    ['MIT AND GPL-3.0-only', false],
    ['(MIT AND ISC)', true],
    ['GPL-3.0-only OR MIT AND ISC', true],
    ['(GPL-3.0-only OR MIT) AND ISC', true],
    ['(MIT OR ISC) AND GPL-3.0-only', false],
    ['MIT AND (ISC OR (GPL-3.0-only AND MIT))', true],
    ['MIT WITH some-exception', false],
    ['SEE LICENSE IN LICENSE.txt', false],
    ['MIT ISC', false],
    ['(MIT', false],
    ['MIT OR', false],
    ['MIT AND', false],
    ['mit', false],
    ['UNLICENSED', false],
    ['', false],
  ])('of %j is %s where MIT and ISC are', (expression, expected) => {
    expect(isAllowed(expression, ['MIT', 'ISC'])).toBe(expected);
  });
});

describe('licenceProblems', () => {
  it('finds none where all are allowed, more of them for development', () => {
    expect(
      problems({
        '': { license: 'GPL-3.0-only' },
        'node_modules/a': { version: '1.0.0', license: 'MIT' },
        'node_modules/b': { version: '1.0.0', license: 'CC0-1.0', dev: true },
      }),
    ).toEqual([]);
  });

  it('names the package, what was expected and what to do', () => {
    expect(
      problems({ 'node_modules/x/node_modules/@y/z': { version: '2.0.0', license: 'AGPL-3.0-only' } }),
    ).toEqual([
      '@y/z@2.0.0: expected one of MIT, ISC, received "AGPL-3.0-only"; take another package, or allow it in licences.yaml',
    ]);
  });

  it('does not allow for production what is allowed for development', () => {
    const entry = { version: '1.0.0', license: 'CC0-1.0' };
    expect(problems({ 'node_modules/a': entry })).toHaveLength(1);
    // A package of both kinds is installed for production too.
    expect(problems({ 'node_modules/a': { ...entry, devOptional: true } })).toHaveLength(1);
  });

  it('looks at the package behind an alias', () => {
    expect(problems({ 'node_modules/fine': { name: 'other', version: '1.0.0', license: 'X' } })[0]).toMatch(
      /^other@1\.0\.0: /,
    );
  });

  it('allows another licence by name, and no other than that one', () => {
    const exceptions = [{ package: '@img/vips-*', licence: 'LGPL-3.0-or-later', reason: 'a test' }];
    const vips = (license: string) => ({ 'node_modules/@img/vips-linux': { version: '1.0.0', license } });
    expect(problems(vips('LGPL-3.0-or-later'), { exceptions })).toEqual([]);
    expect(problems(vips('GPL-3.0-or-later'), { exceptions })).toHaveLength(2);
    expect(
      problems({ 'node_modules/vips': { version: '1.0.0', license: 'LGPL-3.0-or-later' } }, { exceptions }),
    ).toHaveLength(2);
  });

  it('asks for a licence where a package names none', () => {
    const undeclared = [{ package: 'old', licence: 'MIT', source: 'LICENSE' }];
    const entries = { 'node_modules/old': { version: '1.0.0' } };
    expect(problems(entries)[0]).toContain('expected a licence, received none');
    expect(problems(entries, { undeclared })).toEqual([]);
  });

  it('tells of an exception that nothing needs any more', () => {
    const exceptions = [{ package: 'gone', licence: 'X', reason: 'a test' }];
    expect(problems({}, { exceptions })).toEqual([
      'licences.yaml: expected a package that gone is for, found none; remove it',
    ]);
  });
});
