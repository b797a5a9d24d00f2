import { readFileSync } from 'node:fs';
import { hostileCorpus } from '../corpus.js';
import type { Expectation, Expected } from '../expected.js';

const FOLDER = new URL('../../../test/hostile/', import.meta.url);

export interface TortureFile {
  name: string;
  expectation: Expectation;
  content: () => Uint8Array;
}

function expectations(): Expected['files'] {
  return (JSON.parse(readFileSync(new URL('expected.json', FOLDER), 'utf8')) as Expected).files;
}

/** The files of test/hostile, and those that are too long for it, made when they are wanted. */
export function tortureFiles(): TortureFile[] {
  const made = new Map(hostileCorpus().map(({ file, make }) => [file, make]));
  return Object.entries(expectations()).map(([name, expectation]) => ({
    name,
    expectation,
    content: () => (expectation.is_long ? made.get(name)!() : readFileSync(new URL(name, FOLDER))),
  }));
}
