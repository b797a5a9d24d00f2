import { once } from 'node:events';
import { request, type IncomingMessage } from 'node:http';
import { gunzipSync } from 'node:zlib';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { makeKey } from '../support/api-keys.js';
import { startApp, type RunningApp } from '../support/app.js';

const POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob: data:; connect-src 'self'; " +
  "base-uri 'none'; form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'";
const TYPES = [
  ['/', 'text/html; charset=utf-8'],
  ['/playground/style.css', 'text/css; charset=utf-8'],
  ['/playground/main.js', 'text/javascript; charset=utf-8'],
  ['/playground/icon.svg', 'image/svg+xml'],
  ['/playground/samples/frog.webp', 'image/webp'],
] as const;

describe('the playground over HTTP', () => {
  let app: RunningApp;
  beforeAll(async () => {
    app = await startApp({ API_KEYS: makeKey('web').entry });
  });
  afterAll(() => app.close());

  it.each(TYPES)('serves %s as %s, to everybody', async (path, type) => {
    const { headers } = await app.http.get(path).expect(200);
    expect(headers['content-type']).toBe(type);
    expect(headers['content-security-policy']).toBe(POLICY);
    expect(headers['permissions-policy']).toContain('camera=(self)');
    expect(headers['x-frame-options']).toBe('DENY');
    expect(headers['x-content-type-options']).toBe('nosniff');
    expect(headers['cache-control']).toBe('no-cache');
    expect(headers['x-request-id']).toBeDefined();
  });

  it('is compressed for those who take it, and as it is for others', async () => {
    const get = (encoding: string) =>
      exchange(app, 'GET', '/playground/style.css', { 'Accept-Encoding': encoding });
    const [compressed, plain] = [await get('br, gzip'), await get('identity')];
    expect(compressed.headers).toMatchObject({ 'content-encoding': 'gzip', vary: 'Accept-Encoding' });
    expect(plain.headers).not.toHaveProperty('content-encoding');
    expect(plain.headers.vary).toBe('Accept-Encoding');
    expect(gunzipSync(compressed.body).equals(plain.body)).toBe(true);
    expect(compressed.headers['content-length']).toBe(String(compressed.body.length));
    const sample = await exchange(app, 'GET', '/playground/samples/frog.webp', { 'Accept-Encoding': 'gzip' });
    expect(sample.headers).not.toHaveProperty('content-encoding');
  });

  it.each(['gzip', 'identity'])(
    'answers 304 to whoever has it (%s), and nothing else with it',
    async (encoding) => {
      const headers = { 'Accept-Encoding': encoding };
      const { etag } = (await exchange(app, 'GET', '/', headers)).headers;
      const again = await exchange(app, 'GET', '/', { ...headers, 'If-None-Match': etag! });
      expect(again).toMatchObject({ status: 304, headers: { etag } });
      expect(again.headers).not.toHaveProperty('content-encoding');
      expect(again.body).toHaveLength(0);
      const other = await exchange(app, 'GET', '/', { ...headers, 'If-None-Match': '"other"' });
      expect(other.status).toBe(200);
    },
  );

  it('answers HEAD as GET, without the file', async () => {
    const [head, get] = [await exchange(app, 'HEAD', '/', {}), await exchange(app, 'GET', '/', {})];
    expect(head.status).toBe(200);
    expect(head.body).toHaveLength(0);
    for (const name of ['etag', 'content-length', 'content-type', 'content-security-policy']) {
      expect(head.headers[name]).toBe(get.headers[name]);
    }
  });

  it.each(['/', '/playground/main.js'])('answers 405 to other methods at %s', async (path) => {
    const answer = await app.http.post(path).expect(405);
    expect(answer.headers.allow).toBe('GET, HEAD');
    expect(answer.body).toMatchObject({ code: 'method_not_allowed' });
  });

  it.each([
    '/playground',
    '/playground/',
    '/playground/index.html',
    '/playground/other.js',
    '/playground/../main.js',
    '/playground/%2e%2e/playground.controller.js',
    '/playground/samples',
    '/playground/samples/..%2f..%2fplayground.controller.js',
    '/Playground/main.js',
    '/index.html',
  ])('answers 404 at %s', async (path) => {
    const { status, headers, body } = await exchange(app, 'GET', path, {});
    expect(status).toBe(404);
    expect(headers['content-type']).toBe('application/problem+json');
    expect(JSON.parse(body.toString())).toMatchObject({ code: 'not_found' });
  });

  it('is no operation of the API', async () => {
    const answer = await app.http.get('/docs-json').expect(200);
    expect(
      Object.keys((answer.body as { paths: object }).paths).filter((path) => /^\/($|playground)/.test(path)),
    ).toEqual([]);
  });

  it('links to Swagger UI', async () => {
    expect((await app.http.get('/')).text).toContain('href="docs"');
  });
});

describe('switches of the playground', () => {
  let app: RunningApp;
  afterEach(() => app.close());

  it('PLAYGROUND=off: there is nothing at its paths', async () => {
    app = await startApp({ PLAYGROUND: 'off' });
    for (const [path] of TYPES) {
      const answer = await app.http.get(path).expect(404);
      expect(answer.body).toMatchObject({ code: 'not_found' });
      await app.http.post(path).expect(404);
    }
    await app.http.get('/docs').expect(200);
  });

  it('DOCS=off: it does not link to what is not there', async () => {
    app = await startApp({ DOCS: 'off' });
    expect((await app.http.get('/').expect(200)).text).not.toMatch(/docs/);
  });
});

/** supertest unpacks bodies and mends paths. */
async function exchange(app: RunningApp, method: string, path: string, headers: Record<string, string>) {
  const sent = request({ port: app.port, method, path, headers, agent: false }).end();
  const [response] = (await once(sent, 'response')) as [IncomingMessage];
  const body = Buffer.concat((await response.toArray()) as Buffer[]);
  return { status: response.statusCode, headers: response.headers, body };
}
