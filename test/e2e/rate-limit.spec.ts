import { once } from 'node:events';
import { connect, createServer, type AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from '@jest/globals';
import { EXAMPLE_PICTURE } from '../../src/predict/example-picture.js';
import { makeKey } from '../support/api-keys.js';
import { startApp, type RunningApp } from '../support/app.js';
import { readToEnd } from '../support/raw-http.js';

const BODY = { image_base64: EXAMPLE_PICTURE };

describe('RATE_LIMIT', () => {
  let app: RunningApp;
  afterEach(() => app.close());

  /** The status of a request, and what is left afterwards. */
  const ask = async (headers: Record<string, string> = {}) => {
    const { status, headers: answered } = await app.predict(BODY).set(headers);
    return { status, left: /r=(\d+)/.exec(answered.ratelimit ?? '')?.[1] };
  };

  it('sets no limit and no header where it is unset', async () => {
    app = await startApp();
    for (let i = 0; i < 20; i++) expect(await ask()).toEqual({ status: 200, left: undefined });
  });

  it('refuses what is too much with 429 rate_limited, and says when to ask again', async () => {
    app = await startApp({ RATE_LIMIT: '2/90s' });
    const { headers: first } = await app.predict(BODY).expect(200);
    expect(first['ratelimit-policy']).toBe('"address";q=2;w=90');
    expect(first.ratelimit).toBe('"address";r=1;t=90');
    expect((await ask()).left).toBe('0');
    const refused = await app.predict(BODY).expect(429);
    expect(refused.body).toMatchObject({
      code: 'rate_limited',
      detail: expect.stringMatching(
        /^expected at most 2 requests in 90 s from one address \(RATE_LIMIT\), received more; ask again in \d+ s$/,
      ) as unknown,
    });
    const seconds = Number(refused.headers['retry-after']);
    expect(seconds).toBeGreaterThan(60);
    expect(seconds).toBeLessThanOrEqual(90);
    expect(refused.headers.ratelimit).toBe(`"address";r=0;t=${seconds}`);
    expect(refused.headers['ratelimit-policy']).toBe('"address";q=2;w=90');
  });

  it('counts requests that are refused for their content, and answers with the headers', async () => {
    app = await startApp({ RATE_LIMIT: '2/1h' });
    const { headers } = await app.predict({}).expect(400);
    expect(headers.ratelimit).toBe('"address";r=1;t=3600');
    await app.predict({}).expect(400);
    await app.predict(BODY).expect(429);
  });

  it('allows as many again when the window has ended', async () => {
    app = await startApp({ RATE_LIMIT: '1/1s' });
    expect((await ask()).status).toBe(200);
    const { headers } = await app.predict(BODY).expect(429);
    expect(headers['retry-after']).toBe('1');
    await new Promise((resolve) => setTimeout(resolve, 1000 * Number(headers['retry-after'])));
    expect((await ask()).status).toBe(200);
  });

  it('limits nothing else', async () => {
    app = await startApp({ RATE_LIMIT: '1/1h' });
    await app.predict(BODY).expect(200);
    await app.predict(BODY).expect(429);
    for (const path of ['/health/live', '/health/ready', '/model', '/docs']) {
      for (let i = 0; i < 3; i++) {
        const { headers } = await app.http.get(path).expect(200);
        expect(headers.ratelimit).toBeUndefined();
      }
    }
  });

  it('counts by the name of the key, whichever of its keys and from wherever it is used', async () => {
    const [a, second, b] = [makeKey('a'), makeKey('a'), makeKey('b')];
    const API_KEYS = [a, second, b].map(({ entry }) => entry).join();
    app = await startApp({ API_KEYS, RATE_LIMIT: '2/1h', TRUST_PROXY: 'true' });
    expect(await ask({ 'X-API-Key': a.key, 'X-Forwarded-For': '192.0.2.1' })).toEqual({
      status: 200,
      left: '1',
    });
    expect(await ask({ 'X-API-Key': second.key, 'X-Forwarded-For': '192.0.2.2' })).toEqual({
      status: 200,
      left: '0',
    });
    const { headers } = await app.predict(BODY).set('X-API-Key', a.key).expect(429);
    expect(headers['ratelimit-policy']).toBe('"key";q=2;w=3600');
    expect((await ask({ 'X-API-Key': b.key })).status).toBe(200);
    // Who shows no key uses up nobody's share, and gets to hear of the key first.
    for (let i = 0; i < 5; i++) expect(await ask()).toEqual({ status: 401, left: undefined });
  });

  it('counts by the address that TRUST_PROXY lets it believe', async () => {
    app = await startApp({ RATE_LIMIT: '1/1h', TRUST_PROXY: 'loopback' });
    const from = async (address: string) => (await ask({ 'X-Forwarded-For': address })).status;
    expect(await from('192.0.2.1')).toBe(200);
    expect(await from('192.0.2.1')).toBe(429);
    expect(await from('192.0.2.2')).toBe(200);
    // The last one is what the trusted proxy saw; what stands before it anybody may have written.
    expect(await from('192.0.2.77, 192.0.2.1')).toBe(429);
    expect(await from('2001:db8::1')).toBe(200);
    expect(await from('2001:db8::ffff:2')).toBe(429);
    expect(await from('2001:db8:0:1::1')).toBe(200);
  });

  it('believes no X-Forwarded-For without TRUST_PROXY', async () => {
    app = await startApp({ RATE_LIMIT: '1/1h' });
    expect((await ask({ 'X-Forwarded-For': '192.0.2.1' })).status).toBe(200);
    expect((await ask({ 'X-Forwarded-For': '192.0.2.2' })).status).toBe(429);
  });

  it('answers a client that sends 8 MB before it reads', async () => {
    app = await startApp({ RATE_LIMIT: '1/1h' });
    await app.predict(BODY).expect(200);
    const socket = connect(app.port, '127.0.0.1');
    const answer = readToEnd(socket);
    socket.write(
      'POST /predict HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 8000000\r\n\r\n',
    );
    socket.write(Buffer.alloc(8_000_000, 'A'));
    expect(await answer).toMatch(/^HTTP\/1.1 429 [^]*Retry-After: \d+\r\n[^]*"code":"rate_limited"/);
  });

  it('opens one connection to Redis, and closes it at the end', async () => {
    let opened = 0;
    const redis = createServer((socket) => {
      opened++;
      socket.on('error', () => undefined).on('data', () => socket.write('-ERR broken\r\n'));
    }).listen(0, '127.0.0.1');
    await once(redis, 'listening');
    const { port } = redis.address() as AddressInfo;
    app = await startApp({ RATE_LIMIT: '1/1h', REDIS_URL: `redis://127.0.0.1:${port}` });
    await app.predict(BODY).expect(200);
    expect(opened).toBe(1);
    await app.close();
    // Only once no connection is left.
    redis.close();
    await once(redis, 'close');
    app = await startApp();
  });
});
