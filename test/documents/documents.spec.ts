import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { ROOT } from '../support/server-process.js';
import { documents, nameOf, readBlocks } from './blocks.js';
import { isFor } from './plan.js';
import { planOf, PLANS } from './plans.js';
import { stepsOf } from './steps.js';

const read = documents().map((document) => {
  const blocks = readBlocks(document);
  return { document, blocks, ...stepsOf(blocks, planOf(document)) };
});

describe('the documents', () => {
  it('have no block that no test runs', () => {
    // CONTRIBUTING.md says how to have a block run.
    expect(read.flatMap(({ untested }) => untested)).toEqual([]);
    expect(read.flatMap(({ blocks }) => blocks).length).toBeGreaterThan(150);
  });

  it('have each block run once, checked once or compared with what programs print', () => {
    for (const { blocks, steps, elsewhere } of read) {
      const outputs = steps.flatMap(({ output }) => output ?? []);
      const own = [
        ...steps.map(({ block }) => block),
        ...elsewhere.map(({ block }) => block),
        ...new Set(outputs),
      ];
      expect(own.map(nameOf).sort()).toEqual(blocks.map(nameOf).sort());
    }
  });

  it('have no plan for a document or a block that is not there', () => {
    const stale = Object.entries(PLANS).flatMap(([document, { rules = [] }]) => {
      const blocks = read.find((each) => each.document === document)?.blocks;
      if (!blocks) return [document];
      return rules
        .filter((rule) => !blocks.some((block) => isFor(rule, block)))
        .map(({ under, language, having }) => `${document}: ${JSON.stringify({ under, language, having })}`);
    });
    expect(stale).toEqual([]);
  });

  it('have no block left to a spec that does not run it', () => {
    const missing = read.flatMap(({ elsewhere }) =>
      elsewhere
        .filter(({ block: { document, heading }, spec }) => {
          const text = readFileSync(join(ROOT, spec), 'utf8');
          const calls = [`blocksUnder('${document}', '${heading}')`, `readBlocks('${document}')`];
          return !calls.some((call) => text.includes(call));
        })
        .map(({ block, spec }) => `${nameOf(block)}: ${spec} does not read it`),
    );
    expect(missing).toEqual([]);
  });
});
