/**
 * Sends a server of its own more than it can do, and shows what becomes of it:
 *
 *   npm run bench:overload [-- --model FOLDER] [-- --deadline MS] [-- --seconds N]
 *
 * The capacity is measured first, by clients that wait for each answer; then 1, 2, 5 and 10 times as much is offered by an
 * open loop, and after each, when it has had two seconds to recover, half of the capacity. The client shares the machine with the server; what it takes is a column of the table.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { Child } from '../../src/cli/bench/child/child.js';
import { drawPictures } from '../../src/cli/bench/drawn/draw-pictures.js';
import { predictRequest } from '../../src/cli/bench/http/request.js';
import { targetOf, type Target } from '../../src/cli/bench/http/target.js';
import type { ProbeMessage } from '../../src/cli/bench/probe/probe-process.js';
import type { ProbeResult } from '../../src/cli/bench/probe/run-probe.js';
import { ServerMeter } from '../../src/cli/bench/server/server-meter.js';
import { columns } from '../../src/cli/evaluate/text-columns.js';
import { startServer } from '../bench/server.js';
import { LoadGenerator, type Outcome } from './load-generator.js';
import { stepReport, type StepReport } from './step-report.js';

const MULTIPLES = [1, 2, 5, 10];
const CONNECTIONS = 16;
const PICTURES = 20;
const CAPACITY_SECONDS = 8;
const RECOVERY_MS = 2000;

const HEAD = [
  'load',
  'offered/s',
  'goodput/s',
  'of the best',
  '200 p50 ms',
  '200 p99 ms',
  '503',
  '503 p99 ms',
  'others',
  'probe p50/p99 ms',
  'probes failed',
  'RSS MB',
  'client cores',
  'half load, 2 s later',
];

interface ProbeAnswer {
  kind: 'result';
  result: ProbeResult;
}

const { values } = parseArgs({
  options: {
    model: { type: 'string', default: 'simulated' },
    deadline: { type: 'string', default: '1000' },
    seconds: { type: 'string', default: '10' },
    size: { type: 'string', default: '224x224' },
  },
});
const deadlineMs = Number(values.deadline);
const seconds = Number(values.seconds);
const folder = mkdtempSync(join(tmpdir(), 'tetrapod-overload-'));
const interrupted = new AbortController();
process.once('SIGINT', () => {
  interrupted.abort(new Error('interrupted'));
});
const settings = { MODEL: values.model, REQUEST_TIMEOUT_MS: values.deadline, LOG_LEVEL: 'warn' };
const server = await startServer(settings, folder, interrupted.signal);
const meter = new ServerMeter(server.pid);
const prober = new Child(new URL('../../dist/cli/bench/probe/probe-process.js', import.meta.url));
try {
  const target = targetOf(new URL(server.url));
  const size = values.size as '224x224';
  const requests = (await drawPictures(size, PICTURES)).map(({ bytes }) => predictRequest(target, bytes));
  const load = new LoadGenerator(target, requests);
  const quiet = await probeWhile(target, () => sleep(2000));
  await load.closedLoop(CONNECTIONS, 3);
  const capacity = await load.closedLoop(CONNECTIONS, CAPACITY_SECONDS);
  console.log(
    `${values.model}, ${size}, deadline ${deadlineMs} ms, ${seconds} s each\n` +
      `capacity ${capacity.toFixed(0)} requests/s at ${CONNECTIONS} connections; ` +
      `probe of the idle server: p50 ${ms(quiet.p50)}, p99 ${ms(quiet.p99)}`,
  );
  const reports: StepReport[] = [];
  const recoveries: StepReport[] = [];
  for (const multiple of MULTIPLES) {
    reports.push(await measure(load, target, multiple, capacity, seconds));
    await sleep(RECOVERY_MS);
    recoveries.push(await measure(load, target, 0.5, capacity, 2));
  }
  load.close();
  const best = Math.max(...reports.map(({ goodput }) => goodput));
  console.log(columns([HEAD, ...reports.map((report, i) => row(report, best, recoveries[i]!))]));
} finally {
  prober.end();
  await server.stop();
  rmSync(folder, { recursive: true });
}

async function measure(
  load: LoadGenerator,
  target: Target,
  multiple: number,
  capacity: number,
  duration: number,
): Promise<StepReport> {
  const rate = multiple * capacity;
  meter.start();
  let outcomes: Outcome[] = [];
  const before = process.cpuUsage();
  const probe = await probeWhile(target, async () => {
    outcomes = await load.openLoop(rate, duration);
  });
  const { user, system } = process.cpuUsage(before);
  const peakRssBytes = meter.stop()?.peakRssBytes ?? 0;
  const cpuMs = (user + system) / 1000;
  return stepReport({ multiple, rate, seconds: duration, deadlineMs, outcomes, probe, cpuMs, peakRssBytes });
}

async function probeWhile(target: Target, work: () => Promise<unknown>): Promise<ProbeResult> {
  const message: ProbeMessage = { kind: 'start', target };
  const probed = prober.ask<ProbeAnswer, 'result'>(message, 'result');
  await work();
  prober.tell({ kind: 'stop' } satisfies ProbeMessage);
  return (await probed).result;
}

function ms(milliseconds: number): string {
  return `${milliseconds.toFixed(1)} ms`;
}

function row(report: StepReport, best: number, after: StepReport): string[] {
  const others = Object.entries(report.others).map(([status, count]) => `${count} x ${status}`);
  const notAnswered = after.refused + Object.values(after.others).reduce((sum, count) => sum + count, 0);
  return [
    `${report.multiple}x`,
    report.offered.toFixed(0),
    report.goodput.toFixed(0),
    `${((100 * report.goodput) / best).toFixed(1)} %`,
    report.acceptedP50Ms.toFixed(0),
    report.acceptedP99Ms.toFixed(0),
    String(report.refused),
    report.refusedP99Ms.toFixed(1),
    others.join(', ') || 'none',
    `${report.probeP50Ms.toFixed(1)} / ${report.probeP99Ms.toFixed(1)}`,
    String(report.probesFailed),
    report.peakRssMb.toFixed(0),
    report.clientCores.toFixed(2),
    `${notAnswered} refused, p99 ${ms(after.acceptedP99Ms)}`,
  ];
}
