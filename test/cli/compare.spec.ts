import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it, jest } from '@jest/globals';
import { freePorts } from '../support/free-ports.js';
import { lines, tetrapod } from './run-cli.js';

// Each test starts a process, which asks for a second or two.
jest.setTimeout(60_000);

const PICTURE = 'docs/pictures/frog-small.jpg';
const SHORT = ['--duration', '1', '--pause', '5', '--min-requests', '5'];

/** How a version answers the picture that comes as the n-th, from 1 on. */
type Version = (n: number) => { status?: number; label?: string };

describe('tetrapod compare', () => {
  const servers: Server[] = [];
  const keys = new Set<string | undefined>();
  afterEach(async () => {
    keys.clear();
    for (const server of servers.splice(0)) {
      server.closeAllConnections();
      await once(server.close(), 'close');
    }
  });

  /** @param clients requests of others that it counts for each picture, the first half of them failed */
  async function start(version: Version, clients = 0, hasMetrics = true): Promise<string> {
    let asked = 0;
    const statuses: Record<number, number> = { 200: 0 };
    const server = createServer((request, response) => {
      keys.add(request.headers['x-api-key'] as string | undefined);
      request.resume();
      request.once('end', () => {
        if (request.url === '/metrics') {
          const samples = Object.entries(statuses).map(
            ([status, count]) =>
              `tetrapod_http_requests_total{method="POST",route="/predict",status="${status}",code="x"} ${count}`,
          );
          const text = ['process_start_time_seconds 17', ...samples, ''].join('\n');
          response.writeHead(hasMetrics ? 200 : 404).end(text);
          return;
        }
        const { status = 200, label = 'Bird' } = version(++asked);
        for (const counted of [status, ...Array.from({ length: clients }, (_, i) => (i % 2 ? 200 : 503))])
          statuses[counted] = (statuses[counted] ?? 0) + 1;
        response.writeHead(status, { 'X-Model': 'birds/1; kind=onnx' });
        response.end(JSON.stringify({ predictions: [{ label, confidence: 0.75 }], latency_ms: 1 }));
      });
    }).listen(0, '127.0.0.1');
    servers.push(server);
    await once(server, 'listening');
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  }

  const compare = async (before: string, after: string, ...args: string[]) =>
    tetrapod(['compare', before, after, PICTURE, ...SHORT, ...args], { env: { TETRAPOD_API_KEY: 'tpd_x' } });

  it('lets a version pass that answers alike, prints figures beside bounds, and shows its key to both', async () => {
    const { code, stdout, stderr } = await compare(await start(() => ({})), await start(() => ({})));
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toMatch(/^ {2}model +birds\/1; kind=onnx +birds\/1; kind=onnx$/m);
    expect(stdout).toMatch(/^ {2}failed +0 \(0 %\) +at most 1 %$/m);
    expect(stdout).toMatch(/^ {2}same answer +\d+ \(100 %\) +at least 99 %$/m);
    expect([...keys]).toEqual(['tpd_x']);
  });

  it('stops one that gives another label', async () => {
    const other = await start((n) => ({ label: n % 2 ? 'Mammal' : 'Bird' }));
    const { code, stdout, stderr } = await compare(await start(() => ({})), other, '--format', 'json');
    const report = JSON.parse(stdout) as { fine: boolean; broken: string[]; agreed: number };
    expect(stderr).toMatch(
      /^tetrapod: expected the same answer to at least 99 % of the pictures, received it to \d/,
    );
    expect(report.fine).toBe(false);
    expect(report.broken).toHaveLength(1);
    expect(code).toBe(1);
  });

  it('stops one that fails', async () => {
    const failing = await start((n) => ({ status: n % 3 ? 200 : 500 }));
    const { code, stderr } = await compare(await start(() => ({})), failing);
    expect(stderr).toMatch(/^tetrapod: expected at most 1 % of the requests to fail, but \d+ of \d+ did/);
    expect(code).toBe(1);
  });

  it('stops one that fails its clients, which only its metrics tell', async () => {
    const [before, after] = [await start(() => ({})), await start(() => ({}), 2)];
    expect((await compare(before, after)).code).toBe(1);
    expect((await compare(before, after, '--no-metrics')).code).toBe(0);
  });

  it('ends as soon as there is enough to see that a bound is broken', async () => {
    const [before, after] = [await start(() => ({})), await start(() => ({ label: 'Mammal' }))];
    const startedAt = Date.now();
    const { code } = await compare(before, after, '--duration', '3600');
    expect(code).toBe(1);
    expect(Date.now() - startedAt).toBeLessThan(3_600_000);
  });

  it('gives no verdict by too little', async () => {
    const { code, stderr } = await compare(
      await start(() => ({})),
      await start(() => ({})),
      ...['--min-requests', '100000'],
    );
    expect(stderr).toContain(
      'tetrapod: expected at least 100000 requests and pictures to judge by, received',
    );
    expect(code).toBe(1);
  });

  it('says what is missing where there are no metrics, or nobody', async () => {
    const before = await start(() => ({}));
    const silent = await compare(before, await start(() => ({}), 0, false));
    expect(silent.code).toBe(1);
    expect(silent.stderr).toMatch(/\/metrics, received 404; set METRICS there, .* \(--no-metrics\)\n$/);
    const [port] = await freePorts(1);
    const nobody = await compare(before, `http://127.0.0.1:${port}`);
    expect(lines(nobody.stderr)).toHaveLength(1);
    expect(nobody.stderr).toContain('received no answer (ECONNREFUSED)');
    expect(nobody.code).toBe(1);
  });

  it.each([
    { args: ['http://a.test'], says: "missing required argument 'new'" },
    { args: ['http://a.test', 'http://b.test'], says: "missing required argument 'pictures'" },
    { args: ['http://a.test', 'b', 'x'], says: 'expected a URL such as' },
    {
      args: ['http://a.test', 'http://b.test', 'x', '--max-slowdown', '0.5'],
      says: 'expected a number from 1',
    },
    {
      args: ['http://a.test', 'http://b.test', 'x', '--min-agreement', '95'],
      says: 'expected a number from 0',
    },
  ])('$args is wrong usage, with 2', async ({ args, says }) => {
    const { code, stderr } = await tetrapod(['compare', ...args]);
    expect(stderr).toMatch(/^tetrapod: [^\n]+; see tetrapod compare --help\n$/);
    expect(stderr).toContain(says);
    expect(code).toBe(2);
  });
});
