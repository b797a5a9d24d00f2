import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Child } from '../../src/cli/bench/child/child.js';
import { targetOf } from '../../src/cli/bench/http/target.js';
import { prepareLoad } from '../../src/cli/bench/preflight.js';
import type { ProbeResult } from '../../src/cli/bench/probe/run-probe.js';
import { startServer } from '../bench/server.js';
import { errorLinesOf } from './error-lines.js';
import { soakPictures } from './pictures.js';
import { countDescriptors } from './proc.js';
import { provokedRequests } from './provoked.js';
import { runRudeClients } from './rude-clients.js';
import { Sampler, type Sample } from './sampler.js';
import { runSteadyClients } from './steady-clients.js';
import { Tally } from './tally.js';
import type { SoakRecord } from './verdict.js';
import { killWorkers } from './worker-kills.js';

export interface SoakPlan {
  milliseconds: number;
  connections: number;
  /** Two at least: one is never killed. */
  workers: number;
  killEveryMs: number;
}

export interface Soaked extends SoakRecord {
  probe: ProbeResult;
}

const SAMPLE_MS = 1000;
/** For connections to end and the last worker to be replaced. */
const REST_MS = 3000;
const TIMEOUT_MS = 30_000;

/**
 * Puts a server of its own under mixed load and faults, and records what becomes of it.
 * @param folder for the log of the server
 * @throws Error where it does not start
 */
export async function soak(
  plan: SoakPlan,
  folder: string,
  signal: AbortSignal,
  tell: (text: string) => void,
): Promise<Soaked> {
  tell('drawing pictures');
  const pictures = await soakPictures();
  const server = await startServer({ WORKERS: String(plan.workers), LOG_LEVEL: 'error' }, folder, signal);
  const prober = new Child(new URL('../../dist/cli/bench/probe/probe-process.js', import.meta.url));
  try {
    const target = targetOf(new URL(server.url));
    const sampler = new Sampler(server.pid);
    const untilAllWork = async () => {
      const startedAt = performance.now();
      while (sampler.look().length < plan.workers) {
        signal.throwIfAborted();
        if (performance.now() - startedAt > TIMEOUT_MS) throw new Error('a worker is not replaced');
        await sleep(100);
      }
      await sleep(REST_MS);
    };
    const { load } = await prepareLoad(target, pictures, 'json');
    await untilAllWork();
    const before = countDescriptors(server.pid);

    const tally = new Tally();
    const kills: number[] = [];
    const samples: Sample[] = [];
    // Not AbortSignal.any() with AbortSignal.timeout(): Node 20 may collect them before they abort.
    const over = new AbortController();
    const end = () => {
      over.abort();
    };
    const timer = setTimeout(end, plan.milliseconds);
    signal.addEventListener('abort', end, { once: true });
    const until = over.signal;
    const requestOf = (name: string) => load.requests[pictures.findIndex((one) => one.name === name)]!;
    const provoked = provokedRequests(target, pictures[0]!.bytes);
    const probed = prober.ask<{ kind: 'result'; result: ProbeResult }, 'result'>(
      { kind: 'start', target },
      'result',
    );
    const startedAt = performance.now();
    tell(`load for ${(plan.milliseconds / 60_000).toFixed(1)} minutes`);
    await Promise.all([
      runSteadyClients(plan.connections, { load, pictures, provoked, tally }, until),
      runRudeClients(
        { target, short: requestOf('500x375.jpg'), long: requestOf('4000x3000.jpg'), tally },
        until,
      ),
      killWorkers(sampler, plan.killEveryMs, kills, until),
      takeSamples(() => {
        const sample = sampler.sample((performance.now() - startedAt) / 1000, tally.answers);
        samples.push(sample);
        if (samples.length % 60 === 0) tell(progress(sample, kills.length));
      }, until),
    ]);
    clearTimeout(timer);
    signal.throwIfAborted();
    prober.tell({ kind: 'stop' });
    const { result: probe } = await probed;
    if (probe.failed > 0) {
      for (let i = 0; i < probe.failed; i++) tally.add('GET /health/live', '200', 'no answer or another');
    }
    await untilAllWork();
    sampler.look();
    return {
      rows: tally.rows,
      samples,
      kills,
      ended: sampler.ended,
      errorLines: errorLinesOf(readFileSync(join(folder, 'server.log'), 'utf8')),
      atRest: { before, after: countDescriptors(server.pid) },
      probe,
    };
  } finally {
    prober.end();
    await server.stop();
  }
}

async function takeSamples(take: () => void, until: AbortSignal): Promise<void> {
  while (!until.aborted) {
    take();
    await sleep(SAMPLE_MS, undefined, { signal: until }).catch(() => undefined);
  }
}

function progress({ seconds, answers, totalPss, descriptors }: Sample, kills: number): string {
  const megabytes = (totalPss / 1e6).toFixed(0);
  return `${seconds.toFixed(0)} s: ${answers} answers, ${megabytes} MB, ${descriptors} descriptors, ${kills} workers killed`;
}
