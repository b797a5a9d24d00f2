import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { blocksIn } from '../documents/blocks.js';
import type { Plan } from '../documents/plan.js';
import { House } from '../documents/running/house.js';
import { Session } from '../documents/running/session.js';
import { stepsOf } from '../documents/steps.js';
import { CASES, CURL, fenced } from '../documents/mistakes.js';

describe('a document with a mistake in', () => {
  let house: House;
  beforeAll(() => {
    house = new House();
  });
  afterAll(() => house.close());

  async function read(text: string, plan: Plan = {}): Promise<void> {
    const { steps, untested } = stepsOf(blocksIn(text, 'made-up.md'), plan);
    expect(untested).toEqual([]);
    const session = await Session.open(house, plan);
    try {
      for (const step of steps) await step.run(session);
    } finally {
      await session.close();
    }
  }

  it.each(CASES)('$what is red, and green without it', async ({ right, from, to, message }) => {
    expect(right).toContain(from);
    await read(right);
    await expect(read(right.replace(from, to))).rejects.toThrow(message);
  });

  it('the language of a block is red', () => {
    const { untested } = stepsOf(blocksIn(fenced('sch', CURL), 'made-up.md'), {});
    expect(untested).toEqual(['made-up.md:1 sch']);
  });
});
