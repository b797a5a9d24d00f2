import { performance } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, describe, expect, it } from '@jest/globals';
import { EXAMPLE_PICTURE } from '../../src/predict/example-picture.js';
import { startServer, stop, type ServerProcess } from '../support/server-process.js';
import { SteadyLoad } from '../support/steady-load.js';

const SETTINGS = {
  SHUTDOWN_DELAY_MS: '1000',
  SHUTDOWN_GRACE_MS: '8000',
  LOG_LEVEL: 'info',
  // However slow the machine is, nothing is refused for being too much work.
  REQUEST_TIMEOUT_MS: '120000',
};

/** @returns when readiness has turned to 503 */
async function untilNotReady(url: string): Promise<void> {
  for (;;) {
    const response = await fetch(`${url}/health/ready`, { headers: { Connection: 'close' } });
    await response.arrayBuffer();
    if (response.status === 503) return;
  }
}

describe('SIGTERM under the load of 64 kept-alive connections', () => {
  const servers: ServerProcess[] = [];
  afterEach(async () => {
    for (const server of servers) stop(server);
    await Promise.all(servers.splice(0).map(({ exit }) => exit));
  });

  it('loses nothing, says Connection: close, and ends within SHUTDOWN_GRACE_MS; a successor takes over', async () => {
    const server = await startServer(SETTINGS);
    servers.push(server);
    const { url } = server;
    const load = new SteadyLoad({
      url,
      clients: 64,
      body: JSON.stringify({ image_base64: EXAMPLE_PICTURE }),
      restMs: 150,
    });
    await sleep(1000);

    const signalledAt = performance.now();
    process.kill(server.child.pid!, 'SIGTERM');
    await untilNotReady(url);
    const notReadyAt = performance.now();
    expect(await server.exit).toBe(0);
    expect(performance.now() - signalledAt).toBeLessThan(Number(SETTINGS.SHUTDOWN_GRACE_MS));
    const endedAt = performance.now();

    servers.push(await startServer({ ...SETTINGS, PORT: new URL(url).port }));
    await sleep(500);
    await load.stop();

    const whileDraining = load.exchanges.filter(({ sentAt }) => sentAt > notReadyAt && sentAt < endedAt);
    expect(load.outcomes).toEqual({ 200: load.exchanges.length });
    expect(load.exchanges.length).toBeGreaterThan(64);
    expect(whileDraining.length).toBeGreaterThan(32);
    expect(whileDraining.filter(({ closes }) => !closes)).toEqual([]);
    expect(load.refused).toBeGreaterThan(0);
  }, 40_000);
});
