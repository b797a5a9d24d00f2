import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { EXAMPLE_PICTURE } from '../../src/predict/example-picture.js';
import { startRedis, type RedisServer } from '../support/redis-server.js';
import { startServer, stop, type ServerProcess } from '../support/server-process.js';
import { until } from '../support/until.js';

// Each test starts Redis and a server or two.
jest.setTimeout(60_000);

const BODY = JSON.stringify({ image_base64: EXAMPLE_PICTURE });

describe('REDIS_URL', () => {
  let redis: RedisServer;
  const servers: ServerProcess[] = [];
  beforeEach(async () => {
    redis = await startRedis();
  });
  afterEach(async () => {
    servers.splice(0).forEach(stop);
    redis.resume();
    await redis.kill();
  });

  const replica = async (env: Record<string, string>) => {
    const server = await startServer({ REDIS_URL: redis.url, WORKERS: '1', ...env });
    servers.push(server);
    return server;
  };
  const ask = async ({ url }: ServerProcess) => {
    const headers = { 'Content-Type': 'application/json' };
    const response = await fetch(`${url}/predict`, { method: 'POST', headers, body: BODY });
    await response.arrayBuffer();
    return response;
  };
  const statusOf = async (server: ServerProcess) => (await ask(server)).status;
  const isReady = async ({ url }: ServerProcess) => (await fetch(`${url}/health/ready`)).status === 200;
  const count = (server: ServerProcess, text: string) => server.output().split(text).length - 1;
  /** Until Redis is asked again; every attempt counts, so there has to be room for many. */
  const untilCounted = async (server: ServerProcess) => {
    while (!(await ask(server)).headers.has('ratelimit'))
      await new Promise((resolve) => setTimeout(resolve, 50));
  };

  it('makes two replicas count together', async () => {
    const [a, b] = [await replica({ RATE_LIMIT: '10/1h' }), await replica({ RATE_LIMIT: '10/1h' })];
    const statuses: number[] = [];
    for (let i = 0; i < 8; i++) statuses.push(await statusOf(a), await statusOf(b));
    expect(statuses).toEqual([...Array<number>(10).fill(200), ...Array<number>(6).fill(429)]);
    const { headers } = await ask(b);
    expect(headers.get('ratelimit')).toMatch(/^"address";r=0;t=3(600|5\d\d)$/);
    expect(Number(headers.get('retry-after'))).toBeGreaterThan(3500);
  });

  it('counts the pictures of a batch', async () => {
    const [a, b] = [await replica({ RATE_LIMIT: '10/1h' }), await replica({ RATE_LIMIT: '10/1h' })];
    const body = JSON.stringify({ images: new Array(7).fill({ image_base64: EXAMPLE_PICTURE }) });
    const headers = { 'Content-Type': 'application/json' };
    const response = await fetch(`${a.url}/predict/batch`, { method: 'POST', headers, body });
    expect(response.headers.get('ratelimit')).toContain(';r=3;');
    expect((await ask(b)).headers.get('ratelimit')).toContain(';r=2;');
  });

  it('counts exactly where many ask at once', async () => {
    const [a, b] = [await replica({ RATE_LIMIT: '30/1h' }), await replica({ RATE_LIMIT: '30/1h' })];
    const statuses = await Promise.all(Array.from({ length: 100 }, (_, i) => statusOf(i % 2 ? a : b)));
    expect(statuses.filter((status) => status === 200)).toHaveLength(30);
    expect(statuses.filter((status) => status === 429)).toHaveLength(70);
  });

  it('begins again when the window has ended', async () => {
    const server = await replica({ RATE_LIMIT: '1/2s' });
    expect(await statusOf(server)).toBe(200);
    const refused = await ask(server);
    expect(refused.status).toBe(429);
    await new Promise((resolve) => setTimeout(resolve, 1000 * Number(refused.headers.get('retry-after'))));
    expect(await statusOf(server)).toBe(200);
  });

  it('lets everything pass while Redis is away, says so once, and counts again when it is back', async () => {
    const server = await replica({ RATE_LIMIT: '1000/1h' });
    expect((await ask(server)).headers.get('ratelimit')).toMatch(/^"address";r=999;/);
    await redis.kill();
    for (let i = 0; i < 20; i++) {
      const { status, headers } = await ask(server);
      expect({ status, limit: headers.get('ratelimit') }).toEqual({ status: 200, limit: null });
    }
    expect(await isReady(server)).toBe(true);
    expect(count(server, 'Redis fails: requests pass without a limit (RATE_LIMIT_ON_REDIS_FAILURE)')).toBe(1);
    await redis.start();
    await untilCounted(server);
    await until(() => count(server, 'Redis counts again') === 1);
  });

  it('refuses with 503 rate_limit_unavailable where RATE_LIMIT_ON_REDIS_FAILURE=refuse, and stays ready', async () => {
    const server = await replica({ RATE_LIMIT: '1000/1h', RATE_LIMIT_ON_REDIS_FAILURE: 'refuse' });
    expect(await statusOf(server)).toBe(200);
    await redis.kill();
    for (let i = 0; i < 5; i++) {
      const headers = { 'Content-Type': 'application/json' };
      const response = await fetch(`${server.url}/predict`, { method: 'POST', headers, body: BODY });
      expect(response.status).toBe(503);
      expect(response.headers.get('retry-after')).toBe('1');
      expect(await response.json()).toMatchObject({ code: 'rate_limit_unavailable' });
    }
    expect(await isReady(server)).toBe(true);
    expect(count(server, 'Redis fails: pictures are refused with 503')).toBe(1);
    expect(server.output()).not.toContain('The server failed');
    await redis.start();
    await untilCounted(server);
    expect(await statusOf(server)).toBe(200);
  });

  it('starts where Redis is away, and finds it later', async () => {
    await redis.kill();
    const server = await replica({ RATE_LIMIT: '1000/1h' });
    expect(await statusOf(server)).toBe(200);
    expect(server.output()).toMatch(/Redis fails: .*ECONNREFUSED/);
    await redis.start();
    await untilCounted(server);
  });

  it('waits for no Redis that is silent: requests are answered, and counted when it speaks again', async () => {
    const server = await replica({ RATE_LIMIT: '1000/1h' });
    expect(await statusOf(server)).toBe(200);
    redis.pause();
    // Without a bound these would hang until the test's time is over.
    const statuses = await Promise.all(Array.from({ length: 30 }, () => statusOf(server)));
    expect(statuses).toEqual(Array<number>(30).fill(200));
    expect(server.output()).toMatch(/Redis fails: .*no answer|did not answer/);
    redis.resume();
    await untilCounted(server);
  });
});
