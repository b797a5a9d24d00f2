import { figure } from '../../src/cli/bench/report/table.js';
import { lineChart, type Point } from '../../src/cli/bench/svg/line-chart.js';
import { percentile } from '../../src/cli/evaluate/percentile.js';
import type { Sample } from './sampler.js';
import type { SoakPlan, Soaked } from './soak.js';
import type { TallyRow } from './tally.js';
import { NO_ANSWER, type Check } from './verdict.js';

/** Points of a line in a plot. */
const POINTS = 60;

export function checkTable(checks: readonly Check[]): string[][] {
  const rows = checks.map(({ name, figure: value, bound, isKept }) => [
    name,
    value,
    bound,
    isKept ? 'kept' : 'BROKEN',
  ]);
  return [['what has to hold', 'this run', 'bound', ''], ...rows];
}

/** What was asked and what came, the most frequent first. */
export function answerTable(rows: readonly TallyRow[]): string[][] {
  const sorted = [...rows].sort((a, b) => b.count - a.count);
  return [
    ['asked', 'to be expected', 'received', 'times'],
    ...sorted.map(({ what, wanted, received, count }) => [what, wanted, received, String(count)]),
  ];
}

/** What kind of run it was, in a sentence. */
export function summary(plan: SoakPlan, { samples, kills, probe, rows }: Soaked): string {
  const minutes = (plan.milliseconds / 60_000).toFixed(plan.milliseconds < 600_000 ? 1 : 0);
  const answers = samples.at(-1)?.answers ?? 0;
  const gone = rows.filter(({ wanted }) => wanted === NO_ANSWER).reduce((sum, { count }) => sum + count, 0);
  return (
    `${minutes} minutes, ${plan.connections} connections, WORKERS=${plan.workers}: ${answers} requests, ` +
    `${kills.length} workers killed with SIGKILL, ${gone} clients that went away. GET /health/live, 20 times a second ` +
    `over new connections: p50 ${figure(probe.p50)} ms, p99 ${figure(probe.p99)} ms, at most ${figure(probe.max)} ms.`
  );
}

export function memoryPlot(samples: readonly Sample[]): string {
  const megabytes = (read: (sample: Sample) => number) => series(samples, (sample) => read(sample) / 1e6);
  return lineChart({
    title: 'Memory under mixed load and faults (PSS)',
    x: { label: 'minutes', scale: 'linear' },
    y: { label: 'MB', scale: 'linear' },
    series: [
      { name: 'server and workers', points: megabytes((sample) => sample.totalPss) },
      { name: 'server', points: megabytes((sample) => sample.serverPss) },
      { name: 'oldest worker', points: megabytes((sample) => sample.elderPss) },
    ],
  });
}

export function ratePlot(samples: readonly Sample[]): string {
  const rates = samples.slice(1).map((sample, i) => {
    const { answers, seconds } = samples[i]!;
    return { ...sample, rate: (sample.answers - answers) / (sample.seconds - seconds) };
  });
  return lineChart({
    title: 'Answers and open descriptors under mixed load and faults',
    x: { label: 'minutes', scale: 'linear' },
    y: { label: 'count', scale: 'linear' },
    series: [
      { name: 'answers a second', points: series(rates, ({ rate }) => rate) },
      { name: 'open descriptors of the server', points: series(samples, (sample) => sample.descriptors) },
    ],
  });
}

/** The medians of as many parts of the time as a plot has room for. */
function series<T extends Sample>(samples: readonly T[], read: (sample: T) => number): Point[] {
  const each = Math.max(1, Math.ceil(samples.length / POINTS));
  const points: Point[] = [];
  for (let at = 0; at < samples.length; at += each) {
    const part = samples.slice(at, at + each);
    points.push({
      x: part[part.length >> 1]!.seconds / 60,
      y: percentile(part.map(read).sort(ascending), 50),
    });
  }
  return points;
}

const ascending = (a: number, b: number) => a - b;
