import type { ConformanceCase } from '../case.js';
import { ensure, NotApplicable, show } from '../judge.js';
import { rest } from '../specification.js';
import type { Subject } from '../subject.js';
import { MALFORMED } from './malformed.js';
import type { Malformed } from './malformed-message.js';
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
      const others: [string, number][] = [];
      for (const { id, message } of MALFORMED) {
        const status = await statusOf(subject, message);
        if (status !== undefined && status !== 400) others.push([id, status]);
      }
      ensure(others.length === 0, () => `expected status 400, received ${show(Object.fromEntries(others))}`);
    },
  },
];

/** The status of a refusal; undefined where the request does not apply to the model. */
async function statusOf(subject: Subject, message: Malformed['message']): Promise<number | undefined> {
  try {
    return (await subject.send(await message(subject))).status;
  } catch (error) {
    if (error instanceof NotApplicable) return undefined;
    throw error;
  }
}
