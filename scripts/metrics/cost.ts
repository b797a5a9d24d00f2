/**
 * What the metrics cost:
 *
 *   npm run bench:metrics [-- --rounds N] [-- --requests N]
 *
 * First the counting alone, over 100,000 records in this process, and a scrape with few and with many labels; then two
 * servers that differ in METRICS alone, which are asked by turns: CPU of the server process, without its workers.
 */
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { Agent, request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { columns } from '../../src/cli/evaluate/text-columns.js';
import { startServer, type BenchServer } from '../bench/server.js';
import { measureCounting, measureScrape } from './counting.js';

const CONNECTIONS = 4;
const WARM_UP = 2000;

const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '41' },
    requests: { type: 'string', default: '1000' },
  },
});
const rounds = Number(values.rounds);
const requests = Number(values.requests);

const median = (numbers: readonly number[]) => [...numbers].sort((a, b) => a - b)[numbers.length >> 1]!;

console.log('counting alone:');
for (const labels of [4, 1000]) {
  const microseconds = measureCounting(labels);
  const { milliseconds, bytes, series } = await measureScrape(labels);
  console.log(
    `  ${labels} labels: ${microseconds.toFixed(1)} us of CPU a record; ` +
      `a scrape ${milliseconds.toFixed(1)} ms, ${bytes} bytes, ${series} series`,
  );
}

const folder = mkdtempSync(join(tmpdir(), 'tetrapod-metrics-'));
const picture = readFileSync(new URL('../../docs/pictures/frog-small.jpg', import.meta.url));
const { signal } = new AbortController();
const settings = { LOG_LEVEL: 'warn', WORKERS: '1' };
const servers: BenchServer[] = [];
try {
  for (const METRICS of ['off', 'on'])
    servers.push(await startServer({ ...settings, METRICS }, folder, signal));
  const [off, on] = servers as [BenchServer, BenchServer];
  const doors = {
    'POST /predict': { method: 'POST', path: '/predict', body: picture },
    'GET /model': { method: 'GET', path: '/model', body: undefined },
  };
  const rows: string[][] = [['', 'off us', 'on us', 'difference', 'quartiles of it']];
  for (const [name, door] of Object.entries(doors)) {
    for (const server of servers) await ask(server, door, WARM_UP);
    const pairs: { off: number; on: number }[] = [];
    for (let round = 0; round < rounds; round++) {
      // Whoever goes second may find the machine in another state.
      const order = round % 2 === 0 ? [off, on] : [on, off];
      const costs = new Map<BenchServer, number>();
      for (const server of order) costs.set(server, await ask(server, door, requests));
      pairs.push({ off: costs.get(off)!, on: costs.get(on)! });
    }
    const differences = pairs.map((pair) => pair.on - pair.off).sort((a, b) => a - b);
    const quarter = (share: number) => differences[Math.floor(share * (rounds - 1))]!.toFixed(1);
    rows.push([
      name,
      median(pairs.map((pair) => pair.off)).toFixed(1),
      median(pairs.map((pair) => pair.on)).toFixed(1),
      median(differences).toFixed(1),
      `${quarter(0.25)} to ${quarter(0.75)}`,
    ]);
  }
  console.log(`\nCPU of the server process a request, medians of ${rounds} rounds of ${requests} requests:`);
  console.log(columns(rows));
  console.log('\nidle for 20 s, milliseconds of CPU:');
  const before = servers.map(({ pid }) => cpuMs(pid));
  await new Promise((resolve) => setTimeout(resolve, 20_000));
  servers.forEach(({ pid }, i) => {
    console.log(`  ${i === 0 ? 'off' : 'on'} ${(cpuMs(pid) - before[i]!).toFixed(0)}`);
  });
} finally {
  for (const server of servers) await server.stop();
  rmSync(folder, { recursive: true });
}

/** Of all threads. What /proc/PID/stat says has steps of 10 ms, which are microseconds a request here. */
function cpuMs(pid: number): number {
  const threads = readdirSync(`/proc/${pid}/task`);
  const nanoseconds = threads.map((thread) =>
    Number(readFileSync(`/proc/${pid}/task/${thread}/schedstat`, 'utf8').split(' ')[0]),
  );
  return nanoseconds.reduce((sum, each) => sum + each, 0) / 1e6;
}

/** @returns microseconds of the server's CPU for each request */
async function ask(
  { url, pid }: BenchServer,
  { method, path, body }: { method: string; path: string; body: Buffer | undefined },
  count: number,
): Promise<number> {
  const agent = new Agent({ keepAlive: true, maxSockets: CONNECTIONS });
  const headers = body ? { 'Content-Type': 'image/jpeg', 'Content-Length': body.length } : {};
  const one = () =>
    new Promise<void>((resolve, reject) => {
      const sent = request(url + path, { method, agent, headers }, (response) => {
        if (response.statusCode !== 200) reject(new Error(`received ${response.statusCode}`));
        response.resume().on('end', resolve);
      });
      sent.on('error', reject).end(body);
    });
  const before = cpuMs(pid);
  let left = count;
  const client = async () => {
    while (left-- > 0) await one();
  };
  await Promise.all(Array.from({ length: CONNECTIONS }, client));
  agent.destroy();
  return ((cpuMs(pid) - before) * 1000) / count;
}
