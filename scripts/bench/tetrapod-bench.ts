import { spawn } from 'node:child_process';
import { once } from 'node:events';
import type { Door } from '../../src/cli/bench/http/request.js';
import type { JsonReport } from '../../src/cli/bench/report/report-json.js';
import { ROOT, type BenchServer } from './server.js';

export interface Rounds {
  concurrency: readonly number[];
  /** Seconds. */
  duration: number;
  warmUp: number;
  door?: Door;
}

/**
 * Measures a server with `tetrapod bench`, as anybody could.
 * @throws Error with what it tells, where it fails: answers were wrong or missing
 */
export async function tetrapodBench(
  { url, pid }: BenchServer,
  pictures: string,
  { concurrency, duration, warmUp, door = 'json' }: Rounds,
  signal: AbortSignal,
): Promise<JsonReport> {
  const args = [
    ...[
      'dist/cli/main.js',
      'bench',
      url,
      pictures,
      '--format',
      'json',
      '--concurrency',
      concurrency.join(','),
    ],
    ...['--duration', String(duration), '--warm-up', String(warmUp), '--door', door],
    ...(process.platform === 'linux' ? ['--pid', String(pid)] : []),
  ];
  const child = spawn(process.execPath, args, { cwd: ROOT, stdio: ['ignore', 'pipe', 'pipe'], signal });
  const written = { stdout: '', stderr: '' };
  for (const name of ['stdout', 'stderr'] as const) {
    child[name].setEncoding('utf8').on('data', (text: string) => (written[name] += text));
  }
  const [code] = (await once(child, 'close')) as [number | null];
  if (code !== 0) throw new Error(`tetrapod bench ended with ${code}:\n${written.stderr}${written.stdout}`);
  return JSON.parse(written.stdout) as JsonReport;
}
