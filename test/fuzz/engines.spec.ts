import { beforeAll, describe, expect, it } from '@jest/globals';
import { Logger } from '@nestjs/common';
import { caseOf, tryCase } from '../../scripts/fuzz/cases.js';
import { loadSeeds } from '../../scripts/fuzz/seeds.js';
import { add, type Tally } from '../../scripts/fuzz/tally.js';
import { openTarget, type TargetName } from '../../scripts/fuzz/targets.js';

const SEED = 20;

/** As many as take a second or two; `npm run fuzz` tries more. */
const CASES: readonly (readonly [TargetName, number])[] = [
  ['jpeg', 2500],
  ['sharp', 1000],
  ['bmp', 3000],
  ['jimp', 700],
  ['webp-wasm', 500],
  ['service', 1000],
  ['service-jimp', 600],
];

beforeAll(() => {
  Logger.overrideLogger(false);
});

describe('Damaged pictures', () => {
  it.each(CASES)('are decoded or refused by %s as is promised, %d of them', async (name, cases) => {
    const target = await openTarget(name);
    const seeds = loadSeeds();
    const tally: Tally = {};
    const findings: string[] = [];
    for (let index = 0; index < cases; index++) {
      const result = await tryCase(target, caseOf(target, seeds, SEED, index));
      if ('outcome' in result) add(tally, result.outcome);
      else
        findings.push(
          `npm run fuzz -- --engine ${name} --seed ${SEED} --only ${index}: ${result.finding.message}`,
        );
    }
    expect(findings).toEqual([]);
    // Else it was tried with nothing but what it refuses, or takes.
    expect(tally.picture).toBeGreaterThan(cases * 0.05);
    expect(tally.picture).toBeLessThan(cases * 0.7);
  });
});
