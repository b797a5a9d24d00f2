import type { ConformanceCase } from '../case.js';
import { ensure, NotApplicable, show } from '../judge.js';
import { rest } from '../specification.js';
import type { Subject } from '../subject.js';
import { MALFORMED } from './malformed.js';
import { mustRefuse } from './refuse.js';

/** Requests that no server can answer: each is refused, and the server serves on. */
export const ERROR_CASES: ConformanceCase[] = [
  ...MALFORMED.map(({ id, title, spec, message }): ConformanceCase => ({
    id,
    title: `is refused: ${title}`,
    spec,
    strength: 'must',
    run: async (subject) => mustRefuse(subject, await message(subject), title),
  })),
  {
    id: 'errors.status-400',
    title: 'all of these are refused with status 400, as is typical',
    spec: rest('Inference Response JSON Error Object'),
    strength: 'should',
    run: async (subject) => {
      const others = (await Promise.all(MALFORMED.map((malformed) => statusOf(subject, malformed)))).filter(
        ([, status]) => status !== undefined && status !== 400,
      );
      ensure(others.length === 0, () => `expected status 400, received ${show(Object.fromEntries(others))}`);
    },
  },
];

async function statusOf(subject: Subject, { id, message }: (typeof MALFORMED)[number]) {
  try {
    const { status } = await subject.send(await message(subject));
    return [id, status] as const;
  } catch (error) {
    if (error instanceof NotApplicable) return [id, undefined] as const;
    throw error;
  }
}
