import { beforeAll, describe, expect, it } from '@jest/globals';
import { exportedNames, type ExportedName } from '../support/exported-names.js';

/** Stands for a package, whose names are imported from that (jest.config.mjs). */
const STANDS_FOR_PACKAGE = 'test/support/throttler.ts';

const isTest = (file: string) => file.startsWith('test/') || file.endsWith('.spec.ts');
const show = ({ file, name }: ExportedName) => `${file} ${name}`;

describe('what files export', () => {
  let names: ExportedName[];
  beforeAll(() => {
    names = exportedNames().filter(({ file }) => file !== STANDS_FOR_PACKAGE);
  });

  it('is seen whole by this test', () => {
    expect(names.length).toBeGreaterThan(1000);
    const ofErrors = names.filter(({ file }) => file === 'src/errors.ts').map(({ name }) => name);
    expect(ofErrors).toEqual(expect.arrayContaining(['AppError', 'PROBLEMS']));
  });

  it('is imported by another file', () => {
    const unused = names.filter(({ isType, users }) => !isType && users.length === 0);
    expect(unused.map(show)).toEqual([]);
  });

  it('is, where it is a type, imported or part of what the file exports', () => {
    const types = names.filter(
      ({ isType, users, isUsedAtHome }) => isType && users.length === 0 && !isUsedAtHome,
    );
    expect(types.map(show)).toEqual([]);
  });

  // So that they try a part by itself: what nothing but a test needs is dead.
  it('is used by its own file, where only tests import it', () => {
    const dead = names.filter(
      ({ file, users, isUsedAtHome }) =>
        !isTest(file) && users.length > 0 && users.every(isTest) && !isUsedAtHome,
    );
    expect(dead.map(show)).toEqual([]);
  });
});
