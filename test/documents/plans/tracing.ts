import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { makeKey } from '../../support/api-keys.js';
import { EAGER, OtlpReceiver } from '../../support/otlp-receiver.js';
import { ROOT, startServer, stop, type ServerProcess } from '../../support/server-process.js';
import { until } from '../../support/until.js';
import { nameOf, type Block } from '../blocks.js';
import { jsonDifferences } from '../compare/json.js';
import type { Plan } from '../plan.js';
import type { House } from '../running/house.js';
import type { Session } from '../running/session.js';

const KEY = makeKey('web-shop');
const FROG = readFileSync(join(ROOT, 'docs/pictures/frog-small.jpg'));

/** A server that sends its traces, and knows a key. */
function traced(house: House): Promise<ServerProcess> {
  return house.once(
    'traced',
    async () => {
      const { url } = await house.collector();
      return startServer({ ...EAGER, API_KEYS: KEY.entry, OTEL_EXPORTER_OTLP_ENDPOINT: url });
    },
    stop,
  );
}

const classify = (url: string, id: string) =>
  fetch(`${url}/predict`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', 'X-API-Key': KEY.key, 'X-Request-Id': id },
    body: JSON.stringify({ image_base64: FROG.toString('base64') }),
  });

/** What a server has logged, by the first line that is wanted. */
async function logged(
  server: ServerProcess,
  isIt: (line: Record<string, unknown>) => boolean,
): Promise<unknown> {
  const find = () =>
    server
      .output()
      .split('\n')
      .filter((line) => line.startsWith('{') && line.endsWith('}'))
      .map((line) => JSON.parse(line) as Record<string, unknown>)
      .find(isIt);
  await until(() => find() !== undefined);
  return find();
}

function expectJson(block: Block, found: unknown): void {
  const differences = jsonDifferences(JSON.parse(block.text), found);
  if (differences.length > 0) throw new Error(`${nameOf(block)}: ${differences.join('\n')}`);
}

/** The names of the tree, and who did it, are those of a real trace. */
async function isTheTrace(block: Block, { house }: Session): Promise<void> {
  const server = await traced(house);
  await classify(server.url, 'a-tree');
  const trace = await (await house.collector()).traceOf('a-tree');
  const [root, ...children] = block.text
    .trimEnd()
    .split('\n')
    .map((line) => line.replace(/^[├└─ ]+/, ''));
  const found = trace
    .childrenOf(trace.request)
    .map(({ name, attributes }) => ({ name, pid: attributes['process.pid'] }));
  const documented = children.map((line) => ({
    name: line.split(' ')[0]!,
    isWorkers: line.includes('process.pid'),
  }));
  const wanted = [
    root!.replace(/ +server$/, ''),
    ...documented.map(({ name, isWorkers }) => `${name} ${isWorkers}`),
  ];
  // Several parts of one stage are one in the tree.
  const came = [trace.request.name, ...new Set(found.map(({ name, pid }) => `${name} ${pid !== undefined}`))];
  if (JSON.stringify([...wanted].sort()) !== JSON.stringify([...came].sort())) {
    throw new Error(`${nameOf(block)}: expected ${came.join(', ')}, found ${wanted.join(', ')}`);
  }
}

async function isTheRequestsLine(block: Block, { house }: Session): Promise<void> {
  const server = await traced(house);
  await classify(server.url, 'a-line');
  expectJson(
    block,
    await logged(server, (line) => line.request_id === 'a-line' && line.context === 'Request'),
  );
}

/** Spans are counted, so that their number is another. */
async function isTheWarning(block: Block): Promise<void> {
  const collector = await OtlpReceiver.start();
  collector.answer = (response) => response.writeHead(500).end();
  const settings = { ...EAGER, API_KEYS: KEY.entry, OTEL_EXPORTER_OTLP_ENDPOINT: collector.url };
  const server = await startServer(settings);
  try {
    await classify(server.url, 'lost');
    const found = await logged(server, ({ context, level }) => context === 'Tracing' && level === 'warn');
    const withoutCount = (text: string) => text.replace(/\d+ spans/, 'n spans');
    expectJson({ ...block, text: withoutCount(block.text) }, JSON.parse(withoutCount(JSON.stringify(found))));
  } finally {
    stop(server);
    await collector.close();
  }
}

/** The server that the program has started sends its traces. */
async function sendsTraces(session: Session): Promise<void> {
  const { port } = await session.addresses.relay(3000);
  await classify(`http://127.0.0.1:${port}`, 'from-the-document');
  await (await session.house.collector()).traceOf('from-the-document');
}

export const tracing: Plan = {
  addresses: async (house) => ({ 'http://collector:4318': (await house.collector()).url }),
  rules: [
    { language: 'sh', env: EAGER, afterwards: sendsTraces },
    { having: '├── receive', check: isTheTrace },
    { having: 'Traces were not delivered', check: isTheWarning },
    { having: '"timings_ms"', check: isTheRequestsLine },
  ],
};
