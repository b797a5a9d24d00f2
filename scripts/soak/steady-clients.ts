import { setTimeout as sleep } from 'node:timers/promises';
import { mulberry32 } from '../../src/model/mulberry32.js';
import { Connection } from '../../src/cli/bench/http/connection.js';
import { AnswerChecker } from '../../src/cli/bench/load/answer-checker.js';
import type { Load } from '../../src/cli/bench/load/step.js';
import { outcomeOf } from './outcome.js';
import type { SoakPicture } from './pictures.js';
import type { Provoked } from './provoked.js';
import type { Tally } from './tally.js';

const TIMEOUT_MS = 30_000;
const PROVOKED_SHARE = 0.25;
/** Against how long the answer took: so the clients leave the server time to itself, however fast it is. */
const REST = 1;

export interface Traffic {
  load: Load;
  /** In the order of `load.requests`. */
  pictures: readonly SoakPicture[];
  provoked: readonly Provoked[];
  tally: Tally;
}

/** Clients with a connection each, which send pictures and wrong requests in turn, until the signal. */
export async function runSteadyClients(count: number, traffic: Traffic, until: AbortSignal): Promise<void> {
  const checker = new AnswerChecker(traffic.load.expected, traffic.load.labels);
  await Promise.all(Array.from({ length: count }, (_, i) => runClient(i + 1, traffic, checker, until)));
}

async function runClient(
  seed: number,
  { load, pictures, provoked, tally }: Traffic,
  checker: AnswerChecker,
  until: AbortSignal,
): Promise<void> {
  const random = mulberry32(seed);
  const connection = new Connection(load.target);
  try {
    while (!until.aborted) {
      const startedAt = performance.now();
      if (random() < PROVOKED_SHARE) {
        const { what, bytes, wanted } = provoked[Math.floor(random() * provoked.length)]!;
        const { received } = await outcomeOf(connection.exchange(bytes, TIMEOUT_MS));
        tally.add(what, wanted, received);
      } else {
        const chosen = weighted(pictures, random());
        const { received, body } = await outcomeOf(connection.exchange(load.requests[chosen]!, TIMEOUT_MS));
        const problem = received === '200' ? checker.problemOf(chosen, body) : undefined;
        tally.add(pictures[chosen]!.name, '200', problem === undefined ? received : `200, but ${problem}`);
      }
      await sleep((performance.now() - startedAt) * REST);
    }
  } finally {
    connection.close();
  }
}

/** @returns the place of the picture at which so much of all weights is reached */
function weighted(pictures: readonly SoakPicture[], share: number): number {
  let rest = share * pictures.reduce((sum, { weight }) => sum + weight, 0);
  const at = pictures.findIndex(({ weight }) => (rest -= weight) < 0);
  return at === -1 ? pictures.length - 1 : at;
}
