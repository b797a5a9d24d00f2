import type { Knee } from './knee.js';
import type { Row } from './row.js';

/** Above it, the processors have nothing left to give to another worker. */
const BUSY = 0.85;

export interface Suggestion {
  /** Undefined where the number of processors of the server is not known. */
  workers: number | undefined;
  workersBecause: string;
  queueMax: number;
  queueBecause: string;
}

export interface Circumstances {
  /** Processors of the machine of the server, where it is this one. */
  cpus: number | undefined;
  /** 99 of 100 requests shall be answered within so many milliseconds. */
  latencyTarget: number;
}

/** What the curve says about WORKERS and QUEUE_MAX, for pictures such as were sent. */
export function suggest(
  knee: Knee,
  rows: readonly Row[],
  { cpus, latencyTarget }: Circumstances,
): Suggestion {
  return { ...suggestWorkers(knee, cpus), ...suggestQueue(knee, rows, latencyTarget) };
}

/** A worker keeps one processor busy, so there is never a use for more workers than processors. */
function suggestWorkers(
  { best, parallelism }: Knee,
  cpus: number | undefined,
): Pick<Suggestion, 'workers' | 'workersBecause'> {
  const known = Number.isNaN(parallelism) ? '' : `it works on ${parallelism.toFixed(1)} at once; `;
  if (cpus === undefined) {
    return {
      workers: undefined,
      workersBecause: `${known}one for each CPU of its machine, which cannot be seen from here`,
    };
  }
  const busy = (best.perSecond * best.cpuMs) / 1000;
  if (Number.isNaN(busy)) {
    return {
      workers: cpus,
      workersBecause: `${known}this machine has ${cpus} CPUs; give --pid to see how busy`,
    };
  }
  const client = best.clientLoad;
  const usage = `the server keeps ${busy.toFixed(1)} of ${cpus} CPUs busy, this client ${client.toFixed(1)}`;
  const advice =
    busy + client >= BUSY * cpus ? 'more cannot help' : 'more would use the rest, if nothing else runs here';
  return { workers: cpus, workersBecause: `${usage}; ${advice}` };
}

/**
 * By Little's law a request that finds n others waits until these are answered: n divided by the throughput. So as
 * many may be there as are answered within the target, after allowing for the spread of latencies at the knee (p99
 * to mean); those up to the knee are being worked on, the others wait.
 */
function suggestQueue(
  { row, best }: Knee,
  rows: readonly Row[],
  target: number,
): Pick<Suggestion, 'queueMax' | 'queueBecause'> {
  if (row.p99 > target) {
    const within = rows.filter(({ p99, answers }) => answers > 0 && p99 <= target).at(-1);
    const most = within ? `only up to ${within.connections} in flight` : 'not even with 1 in flight';
    return { queueMax: 0, queueBecause: `p99 is within ${target} ms ${most}` };
  }
  const inSystem = Math.floor((best.perSecond * target) / 1000 / (row.p99 / row.mean));
  return {
    queueMax: Math.max(0, inSystem - row.connections),
    queueBecause: `with ${row.connections} in flight, so many can wait and p99 stays about ${target} ms`,
  };
}
