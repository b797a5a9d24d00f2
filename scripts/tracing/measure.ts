/**
 * Measures what traces cost: CPU microseconds of the server's own process (user and system, the workers left out) for each
 * POST /predict with a small picture, without traces, with 1 % of the requests sampled, and with all of them:
 *
 *   npm run bench:tracing [-- --rounds 30 --requests 300 OTHER/dist/main.js]
 *
 * The other program, if there is one, is measured beside them without traces. All servers run at once and take turns with short
 * loads, so that whatever else the machine does falls on all of them alike. docs/decisions/0024-tracing.md has the figures.
 * Needs /proc, so Linux.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { Agent, request } from 'node:http';
import { parseArgs } from 'node:util';
import { EXAMPLE_PICTURE } from '../../src/predict/example-picture.js';
import { OtlpReceiver } from '../../test/support/otlp-receiver.js';
import { startServer, stop, type ServerProcess } from '../../test/support/server-process.js';

const CLIENTS = 8;
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { rounds: { type: 'string', default: '30' }, requests: { type: 'string', default: '300' } },
});
const [ROUNDS, REQUESTS] = [Number(values.rounds), Number(values.requests)];
const WARM_UP = 2000;
const BODY = JSON.stringify({ image_base64: EXAMPLE_PICTURE });

/** CPU time of a process so far, all its threads together: the first number of schedstat, in nanoseconds. */
function cpuMicroseconds({ child }: ServerProcess): number {
  const tasks = `/proc/${child.pid}/task`;
  return readdirSync(tasks)
    .map((task) => Number(readFileSync(`${tasks}/${task}/schedstat`, 'utf8').split(' ')[0]) / 1000)
    .reduce((sum, time) => sum + time, 0);
}

function predict(url: string, agent: Agent): Promise<void> {
  return new Promise((resolve, reject) => {
    const headers = { 'content-type': 'application/json', 'content-length': Buffer.byteLength(BODY) };
    const sent = request(`${url}/predict`, { agent, method: 'POST', headers }, (response) => {
      response.resume().on('end', () => {
        if (response.statusCode === 200) resolve();
        else reject(new Error(`expected 200, received ${response.statusCode}`));
      });
    });
    sent.on('error', reject).end(BODY);
  });
}

async function load(url: string, count: number): Promise<void> {
  const agent = new Agent({ keepAlive: true, maxSockets: CLIENTS });
  let left = count;
  const client = async () => {
    while (left-- > 0) await predict(url, agent);
  };
  await Promise.all(Array.from({ length: CLIENTS }, client));
  agent.destroy();
}

/** A server that is measured, and its CPU microseconds for each request, round by round. */
interface Case {
  name: string;
  server: ServerProcess;
  results: number[];
}

async function start(name: string, env: Record<string, string>, program = 'dist/main.js'): Promise<Case> {
  const server = await startServer({ WORKERS: '1', ...env }, [process.execPath, program]);
  await load(server.url, WARM_UP);
  return { name, server, results: [] };
}

const receiver = await OtlpReceiver.start();
// What a collector does with spans is not to stand in the way of what is measured.
receiver.answer = (response) => response.end();
// No span is lost for want of room.
const on = {
  OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url,
  OTEL_BSP_MAX_QUEUE_SIZE: '100000',
};
const one = { ...on, OTEL_TRACES_SAMPLER: 'parentbased_traceidratio', OTEL_TRACES_SAMPLER_ARG: '0.01' };
const cases = [
  await start('off', {}),
  await start('off, again', {}),
  await start('1 % sampled', one),
  await start('all sampled, http/protobuf', on),
  await start('all sampled, http/json', { ...on, OTEL_EXPORTER_OTLP_PROTOCOL: 'http/json' }),
];
const [other] = positionals;
if (other !== undefined) cases.push(await start('other', {}, other));

const last = cases.map(({ server }) => cpuMicroseconds(server));
for (let round = 0; round < ROUNDS; round++) {
  for (const [i, { server, results }] of cases.entries()) {
    await load(server.url, REQUESTS);
    // With what it did while the others had their turn: spans are sent in the background.
    const now = cpuMicroseconds(server);
    results.push((now - last[i]!) / REQUESTS);
    last[i] = now;
  }
}
for (const { name, results } of cases) {
  const at = (part: number) => Math.round(results.sort((a, b) => a - b)[Math.floor(part * ROUNDS)]!);
  const quartiles = `quartiles ${at(0.25)} and ${at(0.75)}`;
  console.log(`${name.padEnd(28)} median ${at(0.5)} us of CPU a request (${quartiles})`);
}
for (const { server } of cases) stop(server);
await receiver.close();
