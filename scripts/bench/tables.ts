import { failures, figure, megabytes } from '../../src/cli/bench/report/table.js';
import type { JsonStep } from '../../src/cli/bench/report/report-json.js';
import type { ModelRounds, SizeRound, WorkerRounds } from './suite.js';

const orNaN = (value: number | null) => value ?? NaN;

const SIZE_HEAD = [
  'picture',
  'connections',
  'requests/s',
  'p50 ms',
  'p99 ms',
  'CPU ms/request',
  'client CPU ms/request',
  'probe p99 ms',
  'peak RSS MB',
  'answers',
  'failed',
];

/** A row for each size and number of connections. */
export function sizeTable({ sizes }: ModelRounds): string[][] {
  return [SIZE_HEAD, ...sizes.flatMap((round) => round.steps.map((step) => sizeRow(round, step)))];
}

function sizeRow({ size, bytes }: SizeRound, step: JsonStep): string[] {
  return [
    `${size}, ${(bytes / 1000).toFixed(0)} kB`,
    String(step.connections),
    figure(step.requests_per_second),
    figure(orNaN(step.latency_ms.p50)),
    figure(orNaN(step.latency_ms.p99)),
    figure(orNaN(step.cpu_ms_per_request)),
    figure(orNaN(step.client_cpu_ms_per_request)),
    figure(orNaN(step.probe_ms.p99)),
    megabytes(orNaN(step.peak_rss_bytes)),
    String(step.answers),
    failures(step.errors, step.wrong, step.probes_failed),
  ];
}

/** A row for each number of connections; the last column compares the last number of workers with the first. */
export function workerTable(rounds: readonly WorkerRounds[]): string[][] {
  const [first, last] = [rounds[0]!, rounds.at(-1)!];
  const head = [
    'connections',
    ...rounds.flatMap(({ workers }) => [
      `WORKERS=${workers}: requests/s`,
      'p50 ms',
      'p99 ms',
      'probe p99 ms',
    ]),
    `${last.workers} to ${first.workers}`,
  ];
  const rows = first.steps.map(({ connections }, i) => {
    const steps = rounds.map(({ steps }) => steps[i]!);
    const ratio = steps.at(-1)!.requests_per_second / steps[0]!.requests_per_second;
    return [
      String(connections),
      ...steps.flatMap((step) => [
        figure(step.requests_per_second),
        figure(orNaN(step.latency_ms.p50)),
        figure(orNaN(step.latency_ms.p99)),
        figure(orNaN(step.probe_ms.p99)),
      ]),
      `${ratio.toFixed(2)} times`,
    ];
  });
  return [head, ...rows];
}
