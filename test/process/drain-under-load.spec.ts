import { Agent, request } from 'node:http';
import { afterEach, describe, expect, it } from '@jest/globals';
import { EXAMPLE_PICTURE } from '../../src/predict/example-picture.js';
import { startServer, stop, type ServerProcess } from '../support/server-process.js';

const BODY = JSON.stringify({ image_base64: EXAMPLE_PICTURE });

/** One request; the status, or the code of the error. */
function predict(url: string, agent: Agent): Promise<number | string> {
  return new Promise((resolve) => {
    const sent = request(`${url}/predict`, {
      agent,
      method: 'POST',
      headers: { 'Content-Type': 'application/json', 'Content-Length': Buffer.byteLength(BODY) },
    });
    sent.on('response', (response) => {
      response.resume().on('end', () => {
        resolve(response.statusCode!);
      });
    });
    sent.on('error', ({ code }: NodeJS.ErrnoException) => {
      resolve(code ?? 'unknown');
    });
    sent.end(BODY);
  });
}

describe('SIGTERM under load', () => {
  let server: ServerProcess;
  afterEach(() => {
    stop(server);
  });

  it('answers every request of 32 clients until it refuses connections', async () => {
    server = await startServer({ SHUTDOWN_DELAY_MS: '500', SHUTDOWN_GRACE_MS: '8000', LOG_LEVEL: 'info' });
    const outcomes = new Map<number | string, number>();
    const client = async () => {
      const agent = new Agent({ keepAlive: true, maxSockets: 1 });
      for (;;) {
        const outcome = await predict(server.url, agent);
        outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1);
        if (outcome !== 200) return;
      }
    };
    const clients = Array.from({ length: 32 }, client);
    await new Promise((resolve) => setTimeout(resolve, 1000));
    process.kill(server.child.pid!, 'SIGTERM');
    await Promise.all(clients);
    expect(outcomes.get(200)).toBeGreaterThan(100);
    expect([...outcomes.keys()].sort()).toEqual([200, 'ECONNREFUSED']);
    expect(await server.exit).toBe(0);
  }, 30_000);
});
