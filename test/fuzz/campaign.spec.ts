import { fileURLToPath } from 'node:url';
import { describe, expect, it } from '@jest/globals';
import { fuzzEngine } from '../../scripts/fuzz/campaign.js';
import { caseOf } from '../../scripts/fuzz/cases.js';
import { loadSeeds } from '../../scripts/fuzz/seeds.js';
import { MAX_PIXELS } from '../../scripts/fuzz/target.js';
import { readImageHeader } from '../../src/decoding/header/image-header.js';

const program = fileURLToPath(new URL('broken-child.ts', import.meta.url));
const CASES = 30;
/** As in broken-child.ts. */
const RARE = 17;

/** The cases whose pictures reach the engine of broken-child.ts and are such that it breaks. */
function breaking(seed: number): number[] {
  const seeds = loadSeeds();
  return Array.from({ length: CASES }, (_, index) => index).filter((index) => {
    const { bytes } = caseOf({ formats: ['bmp'] }, seeds, seed, index);
    try {
      readImageHeader(bytes, MAX_PIXELS);
      return bytes.length % RARE === 0;
    } catch {
      return false;
    }
  });
}

describe('fuzzEngine', () => {
  it.each([
    { target: 'crash', says: 'SIGABRT' },
    { target: 'hang', says: 'no answer' },
  ])(
    'names every case over which an engine breaks ($target), and tries the others',
    async ({ target, says }) => {
      const seed = 5;
      const expected = breaking(seed);
      expect(expected.length).toBeGreaterThan(0);
      const { findings, tally, cases, restarts } = await fuzzEngine({
        target,
        seed,
        cases: CASES,
        program,
        hangMs: 2000,
      });
      expect(findings.map(({ index }) => index)).toEqual(expected);
      for (const finding of findings) {
        expect(finding).toMatchObject({ name: target, detail: expect.stringContaining(says) as unknown });
      }
      expect(restarts).toBe(expected.length);
      expect(cases).toBe(CASES);
      expect(Object.values(tally).reduce((sum, n) => sum + n, 0)).toBe(CASES);
    },
    60_000,
  );
});
