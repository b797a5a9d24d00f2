import { closeSync, openSync, writeSync } from 'node:fs';
import { setImmediate as turn, setTimeout as sleep } from 'node:timers/promises';
import { Logger } from '@nestjs/common';
import { caseOf, tryCase } from './cases.js';
import { loadSeeds } from './seeds.js';
import { add, type Tally } from './tally.js';
import { Finding, type Target } from './target.js';

/** What a child is asked to do. */
export interface Assignment {
  readonly target: string;
  readonly seed: number;
  /** The number of the first case. */
  readonly from: number;
  /** One more than the number of the last. */
  readonly to: number;
  /** When it ends at the latest, in milliseconds since 1970; undefined for never. */
  readonly deadline: number | undefined;
  /** When the caches are warm, and memory is measured for the first time: after so many cases, or at that time. */
  readonly warmUp: { readonly cases: number; readonly at: number | undefined };
  /** Cases that ended or held up a child before. */
  readonly skip: readonly number[];
  /** Where the number of the case is written before it is tried, as eight bytes. */
  readonly progressFile: string;
}

/** What it says meanwhile; `next` is the number of the first case that is not counted yet. */
export type Report =
  | { readonly kind: 'progress'; readonly next: number; readonly tally: Tally; readonly slowest: Slowest }
  | { readonly kind: 'finding'; readonly index: number; readonly name: string; readonly detail: string }
  /** Resident bytes after garbage collection: when it is warm, and at its end. */
  | { readonly kind: 'memory'; readonly rss: number };

export interface Slowest {
  readonly index: number;
  readonly ms: number;
}

const CASES_PER_REPORT = 500;

/** Tries the cases one after another, in a process of its own: whatever a decoder does, the parent sees it. */
export async function workThrough(openTarget: (name: string) => Promise<Target>): Promise<void> {
  Logger.overrideLogger(false);
  const assignment = JSON.parse(process.argv[2]!) as Assignment;
  const { seed, from, to, skip, warmUp, deadline = Infinity } = assignment;
  const seeds = loadSeeds();
  const target = await openTarget(assignment.target);
  const progress = openSync(assignment.progressFile, 'r+');
  const current = new BigInt64Array(1);
  process.on('unhandledRejection', (reason) => {
    send({ kind: 'finding', index: Number(current[0]), name: 'unhandled_rejection', detail: String(reason) });
  });
  let tally: Tally = {};
  let slowest: Slowest = { index: from, ms: 0 };
  let isWarm = false;
  let index = from;
  for (; index < to && Date.now() < deadline; index++) {
    if ((index - from) % CASES_PER_REPORT === 0 && index > from) {
      send({ kind: 'progress', next: index, tally, slowest });
      tally = {};
      await turn();
    }
    if (!isWarm && (index - from === warmUp.cases || Date.now() >= (warmUp.at ?? Infinity))) {
      isWarm = true;
      send({ kind: 'memory', rss: await settledRss() });
    }
    current[0] = BigInt(index);
    writeSync(progress, current, 0, 8, 0);
    if (skip.includes(index)) continue;
    const start = performance.now();
    const result = await tryCase(target, caseOf(target, seeds, seed, index));
    const ms = performance.now() - start;
    if (ms > slowest.ms) slowest = { index, ms };
    if ('outcome' in result) add(tally, result.outcome);
    else report(index, result.finding, tally);
  }
  if (isWarm) send({ kind: 'memory', rss: await settledRss() });
  send({ kind: 'progress', next: index, tally, slowest });
  closeSync(progress);
  process.disconnect();
}

function report(index: number, { kind, message }: Finding, tally: Tally): void {
  add(tally, `! ${kind}`);
  send({ kind: 'finding', index, name: kind, detail: message });
}

function send(message: Report): void {
  process.send!(message);
}

/** After garbage collection, the least of a few measurements: some memory is given back a moment later. */
async function settledRss(): Promise<number> {
  let least = Infinity;
  for (let i = 0; i < 5; i++) {
    globalThis.gc!();
    await sleep(50);
    least = Math.min(least, process.memoryUsage.rss());
  }
  return least;
}
