/**
 * What explanations cost others, and what a batch of pieces would save:
 *
 *   npm run bench:explain -- --model FOLDER [--rounds N] [--seconds N] [--rate N] [--workers N]
 *
 * First the graph alone, on one thread, with several pieces in one run. Then a server with WORKERS workers, which is sent
 * pictures at a fixed rate, whether it has answered the last one or not; by turns with explanations, one always under way,
 * and without.
 */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { Agent, request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { columns } from '../../src/cli/evaluate/text-columns.js';
import { percentile } from '../../src/cli/evaluate/percentile.js';
import { startServer } from '../bench/server.js';
import { measureBatches } from './batches.js';

const { values } = parseArgs({
  options: {
    model: { type: 'string' },
    rounds: { type: 'string', default: '6' },
    seconds: { type: 'string', default: '10' },
    rate: { type: 'string', default: '20' },
    workers: { type: 'string', default: '2' },
  },
});
if (values.model === undefined) throw new Error('expected --model FOLDER, received none');
const [rounds, seconds, rate] = [values.rounds, values.seconds, values.rate].map(Number) as [
  number,
  number,
  number,
];

const picture = readFileSync(new URL('../../docs/pictures/photo-like-500x375.jpg', import.meta.url));
const agent = new Agent({ keepAlive: true });

/** @returns milliseconds */
async function post(url: string): Promise<number> {
  const start = performance.now();
  const headers = { 'Content-Type': 'image/jpeg', 'Content-Length': picture.length };
  await new Promise<void>((resolve, reject) => {
    const sent = request(url, { method: 'POST', agent, headers }, (response) => {
      if (response.statusCode !== 200) reject(new Error(`received ${response.statusCode} from ${url}`));
      response.resume().on('end', resolve);
    });
    sent.on('error', reject).end(picture);
  });
  return performance.now() - start;
}

/** @returns the milliseconds that each of rate * seconds pictures took */
async function predictSteadily(url: string): Promise<number[]> {
  const start = performance.now();
  const pending: Promise<number>[] = [];
  for (let i = 0; i < rate * seconds; i++) {
    await sleep(Math.max(0, start + (i * 1000) / rate - performance.now()));
    pending.push(post(`${url}/predict`));
  }
  return Promise.all(pending);
}

console.log(columns(await measureBatches(values.model)));
const folder = mkdtempSync(join(tmpdir(), 'tetrapod-explain-'));
const settings = { LOG_LEVEL: 'warn', MODEL: values.model, WORKERS: values.workers };
const server = await startServer(settings, folder, new AbortController().signal);
try {
  for (let i = 0; i < 50; i++) await post(`${server.url}/predict`);
  const alone: number[] = [];
  const beside: number[] = [];
  const explanations: number[] = [];
  const idle: number[] = [];
  for (let i = 0; i < 5; i++) idle.push(await post(`${server.url}/explain`));
  for (let round = 0; round < rounds; round++) {
    alone.push(...(await predictSteadily(server.url)));
    const end = performance.now() + seconds * 1000;
    const explaining = (async () => {
      while (performance.now() < end) explanations.push(await post(`${server.url}/explain`));
    })();
    beside.push(...(await predictSteadily(server.url)));
    await explaining;
  }
  const row = (name: string, took: number[]) => [
    name,
    String(took.length),
    ...[50, 95, 99].map((p) => percentile(Float64Array.from(took).sort(), p).toFixed(1)),
  ];
  console.log(`\nmilliseconds at the client, ${rate} pictures a second, ${values.workers} workers:`);
  console.log(
    columns([
      ['', 'requests', 'p50', 'p95', 'p99'],
      row('POST /predict alone', alone),
      row('POST /predict beside explanations', beside),
      row('POST /explain on an idle server', idle),
      row('POST /explain beside pictures', explanations),
    ]),
  );
} finally {
  agent.destroy();
  await server.stop();
  rmSync(folder, { recursive: true });
}
