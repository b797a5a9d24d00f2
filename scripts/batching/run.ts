/**
 * Measures what micro-batching gains against an upstream with a cost per call:
 *
 *   npm run bench:batching [-- --seconds N] [-- --rounds N] [-- --call-ms MS] [-- --picture-ms MS]
 *
 * The upstream, in another process, sleeps for a fixed time for each call and for a little more for each picture
 * (slow-upstream.ts). Clients in this process hand over tensors of 224x224 pictures, as RemoteClassifier does when they are
 * prepared, and the next one when they are answered. Decoding is left out: it would only hide the difference.
 */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { parseArgs } from 'node:util';
import { columns } from '../../src/cli/evaluate/text-columns.js';
import { percentile } from '../../src/cli/evaluate/percentile.js';
import { Batcher } from '../../src/remote/batcher.js';
import { CircuitBreaker } from '../../src/remote/circuit-breaker.js';
import { systemClock } from '../../src/remote/clock.js';
import { UpstreamCalls } from '../../src/remote/upstream-calls.js';
import { readContract } from '../../src/remote/upstream-contract.js';
import { UpstreamHttp } from '../../src/remote/upstream-http.js';

interface Setting {
  instances: number;
  connections: number;
  size: number;
  delayMs: number;
  clients: number;
}

interface Measured {
  perSecond: number;
  p50: number;
  p99: number;
  perCall: number;
}

const { values } = parseArgs({
  options: {
    seconds: { type: 'string', default: '3' },
    rounds: { type: 'string', default: '3' },
    'call-ms': { type: 'string', default: '5' },
    'picture-ms': { type: 'string', default: '0.2' },
  },
});
const seconds = Number(values.seconds);
const rounds = Number(values.rounds);
const TENSOR = new Uint8Array(4 * 3 * 224 * 224);

const BATCHES = [
  { size: 1, delayMs: 0 },
  { size: 8, delayMs: 0 },
  { size: 8, delayMs: 2 },
  { size: 32, delayMs: 0 },
].flatMap((limits) =>
  [1, 8, 32].map((clients): Setting => ({ instances: 1, connections: 4, ...limits, clients })),
);
const CONNECTIONS = [1, 4].flatMap((instances) =>
  [1, 2, 4, 8, 16].map((connections): Setting => ({
    instances,
    connections,
    size: 8,
    delayMs: 0,
    clients: 32,
  })),
);
const settings = [...BATCHES, ...CONNECTIONS];

const results = settings.map((): Measured[] => []);
for (let round = 0; round < rounds; round++) {
  for (const [i, setting] of settings.entries()) results[i]!.push(await measure(setting));
}
console.log(
  `${values['call-ms']} ms a call, ${values['picture-ms']} ms a picture, medians of ${rounds} rounds of ${seconds} s`,
);
const HEAD = [
  'instances',
  'connections',
  'size',
  'delay',
  'clients',
  'answers/s',
  'p50 ms',
  'p99 ms',
  'pictures a call',
];
console.log(columns([HEAD, ...settings.map((setting, i) => row(setting, results[i]!))]));

async function measure({ instances, connections, size, delayMs, clients }: Setting): Promise<Measured> {
  const upstream = fork(
    new URL('slow-upstream.ts', import.meta.url),
    [values['call-ms'], values['picture-ms'], String(instances)],
    { execArgv: ['--import', 'tsx'] },
  );
  const [port] = (await once(upstream, 'message')) as [number];
  const http = new UpstreamHttp(`http://127.0.0.1:${port}`, connections, '');
  try {
    const get = async (path: string): Promise<unknown> => {
      const { body } = await http.send({ method: 'GET', path, timeoutMs: 5000, longest: 100_000 });
      return JSON.parse(body.toString());
    };
    const contract = readContract(await get('/v2'), await get('/v2/models/slow'), {
      size: { width: 224, height: 224 },
      hasPlainSamples: false,
      classes: 4,
      tensors: 'auto',
    });
    const breaker = new CircuitBreaker(systemClock);
    const calls = new UpstreamCalls(http, '/v2/models/slow', 10_000, breaker, systemClock);
    const batcher = new Batcher(
      { size, delayMs, calls: connections },
      (...call) => calls.infer(...call),
      systemClock,
    );
    const latencies: number[] = [];
    const loop = async (until: number) => {
      while (performance.now() < until) {
        const start = performance.now();
        await batcher.add(contract, TENSOR, { expiresAt: Infinity });
        latencies.push(performance.now() - start);
      }
    };
    const all = (forSeconds: number) => {
      const until = performance.now() + forSeconds * 1000;
      return Promise.all(Array.from({ length: clients }, () => loop(until)));
    };
    await all(0.5);
    latencies.length = 0;
    const before = (await get('/counts')) as Record<'calls' | 'pictures', number>;
    const start = performance.now();
    await all(seconds);
    const took = (performance.now() - start) / 1000;
    const after = (await get('/counts')) as Record<'calls' | 'pictures', number>;
    const ascending = Float64Array.from(latencies).sort();
    return {
      perSecond: latencies.length / took,
      p50: percentile(ascending, 50),
      p99: percentile(ascending, 99),
      perCall: (after.pictures - before.pictures) / (after.calls - before.calls),
    };
  } finally {
    await http.close();
    upstream.disconnect();
  }
}

function row({ instances, connections, size, delayMs, clients }: Setting, measured: Measured[]): string[] {
  const median = (of: keyof Measured) =>
    percentile(
      measured.map((one) => one[of]).sort((a, b) => a - b),
      50,
    );
  return [
    ...[instances, connections, size, delayMs, clients].map(String),
    median('perSecond').toFixed(0),
    median('p50').toFixed(1),
    median('p99').toFixed(1),
    median('perCall').toFixed(1),
  ];
}
