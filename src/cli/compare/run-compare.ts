import { setTimeout as sleep } from 'node:timers/promises';
import { choosePictures, type Picture } from '../bench/pictures.js';
import { watchForInterruption } from '../interruption.js';
import { keyHeader } from '../key-header.js';
import { LiveLine } from '../live-line.js';
import { timeLine } from '../progress-line.js';
import { writeOut } from '../standard-output.js';
import { tell } from '../tell.js';
import { ask, expectTrusted, readMetrics, requestBody } from './ask.js';
import { Comparison } from './comparison.js';
import { reportAsText } from './report-text.js';
import { readRequestCounts } from './request-counts.js';
import { brokenBounds, isEnough, type Bounds } from './verdict.js';

export interface CompareOptions extends Bounds {
  old: URL;
  new: URL;
  paths: string[];
  /** Seconds. */
  duration: number;
  /** Milliseconds between two pictures. */
  pause: number;
  header?: [name: string, value: string][];
  metrics: boolean;
  format: 'text' | 'json';
}

/** How often bounds are looked at before the time is over. */
const LOOK_EVERY_MS = 1000;

/**
 * Sends the same pictures to two servers for a while, one picture at a time, and judges the second one by the first.
 * It ends early where a bound is broken already and there is enough to judge by: whoever asks waits to go back.
 *
 * @returns the exit code: 1 where a bound is broken
 */
export async function runCompare(options: CompareOptions): Promise<number> {
  const pictures = await choosePictures({ paths: options.paths, draw: '224x224' }, tell);
  const { signal, exitCode } = watchForInterruption();
  const line = new LiveLine();
  const comparison = await compare(pictures, options, signal, line).finally(() => {
    line.stop();
  });
  if (signal.aborted) {
    tell('interrupted before the end, so there is no verdict');
    return exitCode();
  }
  const summary = comparison.summary();
  const broken = brokenBounds(summary, options);
  await writeOut(
    options.format === 'json'
      ? `${JSON.stringify({ fine: broken.length === 0, broken, ...summary })}\n`
      : reportAsText(summary, options),
  );
  for (const text of broken) tell(text);
  return broken.length === 0 ? 0 : 1;
}

async function compare(
  pictures: Picture[],
  options: CompareOptions,
  signal: AbortSignal,
  line: LiveLine,
): Promise<Comparison> {
  const comparison = new Comparison();
  const headers = [...keyHeader(), ...(options.header ?? [])];
  const count = async () => {
    if (!options.metrics) return;
    const counts = readRequestCounts(await readMetrics(options.new, headers));
    if (!counts) throw new Error(`expected metrics of a Tetrapod from ${options.new.href}, received others`);
    comparison.count(counts);
  };
  const bodies = pictures.map(({ bytes }) => requestBody(bytes));
  await expectTrusted(options.old, headers, bodies[0]!);
  await count();
  const startedAt = Date.now();
  const end = startedAt + options.duration * 1000;
  let asked = 0;
  line.start(() => {
    const seconds = (Date.now() - startedAt) / 1000;
    const rate = seconds > 0 ? (asked / seconds).toFixed(1) : '0.0';
    return timeLine(seconds, options.duration, `${asked} pictures  ${rate} pictures/s`);
  });
  let nextLook = Date.now() + LOOK_EVERY_MS;
  for (let i = 0; Date.now() < end && !signal.aborted; i++) {
    const body = bodies[i % bodies.length]!;
    // Side by side, so that whatever else the machines do hits both.
    const [before, after] = await Promise.all([
      ask(options.old, headers, body),
      ask(options.new, headers, body),
    ]);
    comparison.add(before, after);
    asked++;
    // Part of a set of pictures would be judged otherwise than the whole.
    const isWhole = (i + 1) % bodies.length === 0;
    if (isWhole && Date.now() >= nextLook) {
      await count();
      const summary = comparison.summary();
      if (isEnough(summary, options) && brokenBounds(summary, options).length > 0) return comparison;
      nextLook = Date.now() + LOOK_EVERY_MS;
    }
    await sleep(options.pause);
  }
  await count();
  return comparison;
}
