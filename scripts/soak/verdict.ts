import { percentile } from '../../src/cli/evaluate/percentile.js';
import type { Sample } from './sampler.js';
import type { TallyRow } from './tally.js';

/** Everything that a soak has seen. */
export interface SoakRecord {
  rows: TallyRow[];
  samples: Sample[];
  /** Workers that were killed on purpose. */
  kills: number[];
  /** Workers that have ended while the server ran. */
  ended: readonly number[];
  /** Lines of the server's log at level `error` that tell of no worker that ended. */
  errorLines: string[];
  /** Open descriptors of the server without any load, before it and after it. */
  atRest: { before: number; after: number };
}

export interface Check {
  name: string;
  figure: string;
  bound: string;
  isKept: boolean;
}

/** Of the time, for caches to fill and for each worker to meet the largest picture. */
const WARM_UP_SHARE = 1 / 6;
/** Fewer say nothing of a trend. */
const LEAST_SAMPLES = 10;
const MOST_GROWTH = 0.05;
const MOST_MORE_DESCRIPTORS = 2;
/** What clients have to expect that go away themselves. */
export const NO_ANSWER = 'none';
const CRASHED = '500 worker_crashed';

/** What a soak has to show, each with the figure of this one. It was passed if all are kept. */
export function verdict(record: SoakRecord): Check[] {
  const { rows, kills, ended, errorLines, atRest } = record;
  const right = sum(rows.filter(({ wanted, received }) => wanted === received && wanted !== NO_ANSWER));
  const crashed = sum(rows.filter(isCrash));
  const unexplained = unexplainedRows(rows);
  const otherDeaths = ended.filter((pid) => !kills.includes(pid));
  const samples = afterWarmUp(record.samples);
  return [
    {
      name: 'answers as the sender had to expect',
      figure: String(right),
      bound: 'at least 1',
      isKept: right > 0,
    },
    atMost('answers that nothing explains', sum(unexplained), 0),
    atMost('answers worker_crashed, beside the workers that were killed', crashed, kills.length),
    atMost('workers that ended without being killed', otherDeaths.length, 0),
    atMost('other errors in the log', errorLines.length, 0),
    {
      name: 'samples after the warm-up',
      figure: String(samples.length),
      bound: `at least ${LEAST_SAMPLES}`,
      isKept: samples.length >= LEAST_SAMPLES,
    },
    growth('memory of the server (PSS), second half against the first', samples, (s) => s.serverPss),
    growth('memory of the oldest worker (PSS), likewise', samples, (s) => s.elderPss),
    growth('memory of server and workers (PSS), likewise', samples, (s) => s.totalPss),
    moreDescriptors(samples),
    atMost('descriptors of the server at rest, more than before the load', atRest.after - atRest.before, 0),
  ];
}

/** Answers that the sender had no reason to expect, but for those that the end of a worker explains. */
export function unexplainedRows(rows: readonly TallyRow[]): TallyRow[] {
  return rows.filter((row) => row.wanted !== row.received && !isCrash(row));
}

function afterWarmUp(samples: readonly Sample[]): Sample[] {
  const end = (samples.at(-1)?.seconds ?? 0) * WARM_UP_SHARE;
  return samples.filter(({ seconds }) => seconds >= end);
}

/** Medians of both halves. */
function halves(samples: readonly Sample[], read: (sample: Sample) => number): [number, number] {
  const middle = Math.floor(samples.length / 2);
  return [median(samples.slice(0, middle).map(read)), median(samples.slice(middle).map(read))];
}

function isCrash({ received }: TallyRow): boolean {
  return received === CRASHED;
}

function growth(name: string, samples: readonly Sample[], read: (sample: Sample) => number): Check {
  const [first, second] = halves(samples, read);
  const share = second / first - 1;
  const megabytes = [first, second].map((bytes) => (bytes / 1e6).toFixed(1));
  return {
    name,
    figure: `${percent(share)} (${megabytes.join(' to ')} MB)`,
    bound: `at most +${(MOST_GROWTH * 100).toFixed(0)} %`,
    isKept: share <= MOST_GROWTH,
  };
}

function moreDescriptors(samples: readonly Sample[]): Check {
  const [first, second] = halves(samples, (sample) => sample.descriptors);
  return {
    name: 'open descriptors of the server, second half against the first',
    figure: `${first} to ${second}`,
    bound: `at most ${MOST_MORE_DESCRIPTORS} more`,
    isKept: second - first <= MOST_MORE_DESCRIPTORS,
  };
}

function atMost(name: string, value: number, most: number): Check {
  return { name, figure: String(value), bound: `at most ${most}`, isKept: value <= most };
}

const sum = (rows: readonly TallyRow[]) => rows.reduce((total, { count }) => total + count, 0);
const median = (values: number[]) =>
  percentile(
    values.sort((a, b) => a - b),
    50,
  );
const percent = (share: number) => `${share < 0 ? '' : '+'}${(share * 100).toFixed(1)} %`;
