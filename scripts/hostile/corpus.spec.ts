import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { hostileCorpus } from './corpus.js';
import { expectationOf, expectedJson } from './expected.js';

const FOLDER = new URL('../../test/hostile/', import.meta.url);
const corpus = hostileCorpus();

describe('test/hostile', () => {
  it('holds the files that scripts/hostile makes, byte for byte, and no other (npm run hostile writes them)', () => {
    const made = new Map(corpus.map((file) => [file.file, file]));
    expect(made.size).toBe(corpus.length);
    const short = corpus.filter(({ isLong }) => !isLong).map(({ file }) => file);
    expect(readdirSync(FOLDER).sort()).toEqual([...short, 'expected.json'].sort());
    const other = short.filter((name) => {
      return Buffer.compare(readFileSync(new URL(name, FOLDER)), made.get(name)!.make()) !== 0;
    });
    expect(other).toEqual([]);
  });

  it('says in expected.json of every file, also of the long ones, what it is', () => {
    const files = Object.fromEntries(corpus.map((file) => [file.file, expectationOf(file, file.make())]));
    expect(readFileSync(new URL('expected.json', FOLDER), 'utf8')).toBe(expectedJson(files));
  }, 60_000);

  it('says why, wherever more than one answer is right', () => {
    const unexplained = corpus.filter(
      ({ answers, note }) => answers.includes('ok') && answers.length > 1 && !note,
    );
    expect(unexplained.map(({ file }) => file)).toEqual([]);
  });

  it.each(['jpg', 'png', 'gif', 'webp', 'bmp', 'tif', 'svg'])('has at least ten .%s', (extension) => {
    expect(corpus.filter(({ file }) => file.endsWith(`.${extension}`)).length).toBeGreaterThanOrEqual(10);
  });

  it('stays small enough for the repository', () => {
    const bytes = corpus.filter(({ isLong }) => !isLong).reduce((sum, { make }) => sum + make().length, 0);
    expect(bytes).toBeLessThan(3_000_000);
  });
});
