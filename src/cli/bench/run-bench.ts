import { writeFile } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { isLoopback } from '../../auth/auth-policy.js';
import { watchForInterruption } from '../interruption.js';
import { keyHeader } from '../key-header.js';
import { LiveLine } from '../live-line.js';
import { writeOut } from '../standard-output.js';
import { tell } from '../tell.js';
import { checkWritable } from '../writable.js';
import type { DrawnSize } from './drawn/drawn-sizes.js';
import type { Door } from './http/request.js';
import { addressOf, targetOf, type Target } from './http/target.js';
import { Measurement } from './measure.js';
import { choosePictures, type Picture } from './pictures.js';
import { checkTiming, MAX_TOTAL_SECONDS, totalSeconds, type Timing } from './plan.js';
import { prepareLoad } from './preflight.js';
import { climbLine } from './report/climb-line.js';
import { conclusion } from './report/conclusion.js';
import { curveOf } from './report/curve.js';
import { findKnee } from './report/knee.js';
import { jsonReport, type Report } from './report/report-json.js';
import type { Row } from './report/row.js';
import { suggest } from './report/suggestion.js';
import { tableLine } from './report/table.js';
import { troubles } from './report/troubles.js';
import { ServerMeter } from './server/server-meter.js';

export interface BenchOptions extends Timing {
  url: URL;
  paths: string[];
  draw: DrawnSize;
  door: Door;
  header?: [name: string, value: string][];
  maxRequests: number;
  latencyTarget: number;
  pid?: number;
  format: 'text' | 'json';
  svg?: string;
}

/**
 * Measures a server at rising concurrency: a row for each level on standard output as soon as it is there, then the
 * knee and what follows of it; all else on standard error.
 *
 * @returns the exit code
 */
export async function runBench(options: BenchOptions): Promise<number> {
  checkTiming(options);
  if (options.svg !== undefined) await checkWritable('--svg', options.svg);
  const meter = meterOf(options.pid);
  const target = targetOf(options.url, [...keyHeader(), ...(options.header ?? [])]);
  const pictures = await choosePictures(options, tell);
  tell(announcement(target, pictures, options));
  const { load, model } = await prepareLoad(target, pictures, options.door);

  const interruption = watchForInterruption();
  const { rows, isPartial } = await climb(new Measurement(load, meter), options, interruption.signal);

  const knee = findKnee(rows);
  const isLocal = options.pid !== undefined || isLoopback(target.host);
  const circumstances = {
    cpus: isLocal ? availableParallelism() : undefined,
    latencyTarget: options.latencyTarget,
  };
  const report: Report = {
    url: addressOf(target),
    model,
    door: options.door,
    pictures: { count: pictures.length, bytes: bytesOf(pictures) },
    latencyTarget: options.latencyTarget,
    rows,
    knee,
    suggestion: knee?.isReached ? suggest(knee, rows, circumstances) : undefined,
    isPartial,
  };
  if (options.format === 'json') await writeOut(`${JSON.stringify(jsonReport(report))}\n`);
  else if (knee) await writeOut(`\n${conclusion(knee, report.suggestion)}`);
  if (options.svg !== undefined) await writeFile(options.svg, curveOf(report));
  return finish(rows, isPartial, interruption.exitCode());
}

async function climb(
  measurement: Measurement,
  options: BenchOptions,
  interrupted: AbortSignal,
): Promise<{ rows: Row[]; isPartial: boolean }> {
  const { concurrency, duration, warmUp, maxRequests, format } = options;
  const signal = AbortSignal.any([interrupted, AbortSignal.timeout(MAX_TOTAL_SECONDS * 1000)]);
  const rows: Row[] = [];
  const aborted = new Promise<undefined>((resolve) => {
    signal.addEventListener('abort', () => {
      resolve(undefined);
    });
  });
  const line = new LiveLine();
  const startedAt = performance.now();
  const print = async (text: string) => {
    line.clear();
    if (format === 'text') await writeOut(text);
  };
  try {
    await print(tableLine());
    for (const connections of concurrency) {
      const levelAt = performance.now();
      line.start(() =>
        climbLine({
          seconds: (performance.now() - startedAt) / 1000,
          totalSeconds: totalSeconds(options),
          connections,
          sent: measurement.sentInLevel,
          levelSeconds: (performance.now() - levelAt) / 1000,
        }),
      );
      const step = {
        connections,
        warmUpMs: warmUp * 1000,
        durationMs: duration * 1000,
        maxRequests: maxRequests - measurement.sent,
      };
      const row = step.maxRequests > 0 ? await Promise.race([measurement.run(step), aborted]) : undefined;
      if (!row) return { rows, isPartial: true };
      rows.push(row);
      await print(tableLine(row));
    }
    return { rows, isPartial: measurement.sent >= maxRequests };
  } finally {
    line.stop();
    measurement.end();
  }
}

function finish(rows: Row[], isPartial: boolean, exitCode: number): number {
  if (exitCode !== 0) {
    tell('interrupted');
    return exitCode;
  }
  if (isPartial) tell('ended early, at its bound of requests or time');
  const { failures, remarks } = troubles(rows);
  for (const text of [...failures, ...remarks]) tell(text);
  return failures.length > 0 ? 1 : 0;
}

function meterOf(pid: number | undefined): ServerMeter | undefined {
  if (pid === undefined) return undefined;
  const meter = new ServerMeter(pid);
  if (!meter.canRead)
    throw new Error(`--pid ${pid}: expected a process in /proc, there is none; name the server's`);
  return meter;
}

function announcement(target: Target, pictures: readonly Picture[], options: BenchOptions): string {
  const { concurrency, warmUp, duration, door } = options;
  const kilobytes = Math.ceil(bytesOf(pictures) / pictures.length / 1000);
  return (
    `sending ${pictures.length} ${pictures.length === 1 ? 'picture' : 'pictures'} of about ${kilobytes} kB ` +
    `to ${addressOf(target)}/predict (${door}) over ${concurrency.join(', ')} connections, ${warmUp} + ${duration} s each ` +
    `(${totalSeconds(options)} s in all), and GET /health/live every 50 ms; Ctrl-C stops it`
  );
}

function bytesOf(pictures: readonly Picture[]): number {
  return pictures.reduce((sum, { bytes }) => sum + bytes.length, 0);
}
