import { performance } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, describe, expect, it } from '@jest/globals';
import { drawPictures } from '../../src/cli/bench/drawn/draw-pictures.js';
import { EXAMPLE_PICTURE } from '../../src/predict/example-picture.js';
import { freePorts } from '../support/free-ports.js';
import { startNginx, type Nginx } from '../support/nginx.js';
import { startServer, stop, type ServerProcess } from '../support/server-process.js';
import { SteadyLoad } from '../support/steady-load.js';

const RESTARTS = 20;
/** Longer than the keepalive_timeout of deploy/nginx/tetrapod.conf, as that demands. */
const DELAY_MS = 1200;
const GRACE_MS = 8000;

describe('two replicas behind nginx', () => {
  const servers = new Map<number, ServerProcess>();
  let nginx: Nginx | undefined;
  afterEach(async () => {
    for (const server of servers.values()) stop(server);
    await Promise.all([...servers.values()].map(({ exit }) => exit));
    await nginx?.stop();
  });

  const start = async (port: number) => {
    const settings = {
      SHUTDOWN_DELAY_MS: String(DELAY_MS),
      SHUTDOWN_GRACE_MS: String(GRACE_MS),
      TRUST_PROXY: 'loopback',
      WORKERS: '1',
    };
    servers.set(port, await startServer({ ...settings, PORT: String(port) }));
  };

  it(`answer every request with 200 through ${RESTARTS} restarts, one at a time, under load`, async () => {
    const [first, second, front] = (await freePorts(3)) as [number, number, number];
    await Promise.all([start(first), start(second)]);
    nginx = await startNginx('tetrapod.conf', { 3001: first, 3002: second, 8080: front }, front);
    const [photo] = await drawPictures('1920x1080', 1);
    const loads = [
      new SteadyLoad({
        url: nginx.url,
        clients: 16,
        body: JSON.stringify({ image_base64: EXAMPLE_PICTURE }),
        restMs: 300,
      }),
      // Bodies that nginx passes on in many pieces.
      new SteadyLoad({
        url: nginx.url,
        clients: 2,
        body: JSON.stringify({ image_base64: Buffer.from(photo!.bytes).toString('base64') }),
      }),
    ];

    const stops: { code: number | null; ms: number }[] = [];
    for (let i = 0; i < RESTARTS; i++) {
      const port = i % 2 === 0 ? first : second;
      const server = servers.get(port)!;
      const signalledAt = performance.now();
      process.kill(server.child.pid!, 'SIGTERM');
      const code = await server.exit;
      stops.push({ code, ms: performance.now() - signalledAt });
      await start(port);
    }
    await sleep(500);
    await Promise.all(loads.map((load) => load.stop()));

    // What nginx says of an answer that it never got stands beside the answers.
    const broken = nginx
      .errors()
      .split('\n')
      .filter((line) => /prematurely|reset|timed out/.test(line));
    for (const load of loads) {
      expect({ answers: load.outcomes, broken }).toEqual({
        answers: { 200: load.exchanges.length },
        broken: [],
      });
      expect(load.refused).toBe(0);
    }
    expect(loads[0]!.exchanges.length).toBeGreaterThan(1000);
    expect(loads[1]!.exchanges.length).toBeGreaterThan(100);
    expect(stops.filter(({ code, ms }) => code !== 0 || ms >= GRACE_MS)).toEqual([]);
  }, 240_000);
});
