import { setTimeout as sleep } from 'node:timers/promises';
import { Connection, NoAnswerError } from '../http/connection.js';
import type { AnswerChecker } from './answer-checker.js';
import type { Load, Step, StepResult } from './step.js';
import { Tally } from './tally.js';

/** After the time is up, what is in flight may take so long. */
const REQUEST_TIMEOUT_MS = 30_000;
/** Without it, a server that refuses at once would be asked as fast as the client can. */
const PAUSE_AFTER_FAILURE_MS = 100;

/** Where the number of requests is bounded, so much of it at most goes to the warm-up. */
const WARM_UP_SHARE = 0.2;

interface Phase {
  tally: Tally;
  endsAt: number;
  /** No request beyond this one. */
  maxSent: number;
}

/**
 * A closed loop: each connection sends its next request when the answer to the last one is there, so that as many
 * requests are in flight as there are connections. When the time is up nothing more is sent, and what is in flight
 * counts when it comes.
 *
 * @param onMeasuring called between the warm-up and what counts
 * @param onSent called with the number of requests so far, warm-up included, at each of them
 */
export async function runStep(
  { target, requests }: Load,
  checker: AnswerChecker,
  step: Step,
  onMeasuring: () => void = () => undefined,
  onSent: (count: number) => void = () => undefined,
): Promise<StepResult> {
  const connections = Array.from({ length: step.connections }, () => new Connection(target));
  let sent = 0;

  const runClient = async (connection: Connection, first: number, phase: Phase) => {
    const { tally, endsAt, maxSent } = phase;
    for (let turn = first; performance.now() < endsAt && sent < maxSent; turn++) {
      const picture = turn % requests.length;
      sent++;
      onSent(sent);
      const startedAt = performance.now();
      try {
        const { status, body } = await connection.exchange(requests[picture]!, REQUEST_TIMEOUT_MS);
        if (status === 200) {
          const problem = checker.problemOf(picture, body);
          if (problem === undefined) tally.addRight(startedAt);
          else tally.addWrong(problem);
          continue;
        }
        tally.addError(String(status));
      } catch (error) {
        if (!(error instanceof NoAnswerError)) throw error;
        tally.addError(error.code);
      }
      await sleep(PAUSE_AFTER_FAILURE_MS);
    }
  };
  const runPhase = async (milliseconds: number, maxSent: number): Promise<Tally> => {
    const phase = { tally: new Tally(), endsAt: performance.now() + milliseconds, maxSent };
    await Promise.all(connections.map((connection, i) => runClient(connection, i, phase)));
    return phase.tally;
  };

  try {
    if (step.warmUpMs > 0) await runPhase(step.warmUpMs, Math.floor(step.maxRequests * WARM_UP_SHARE));
    onMeasuring();
    const before = process.cpuUsage();
    const tally = await runPhase(step.durationMs, step.maxRequests);
    const { user, system } = process.cpuUsage(before);
    return { ...tally.result(), clientCpuMs: (user + system) / 1000, sent };
  } finally {
    for (const connection of connections) connection.close();
  }
}
