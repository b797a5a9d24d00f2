import { once } from 'node:events';
import { request as httpRequest } from 'node:http';
import { connect } from 'node:net';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { EXAMPLE_PICTURE } from '../../src/predict/example-picture.js';
import { makeKey } from '../support/api-keys.js';
import { startApp, type RunningApp } from '../support/app.js';
import { readToEnd } from '../support/raw-http.js';

const web = makeKey('web');
const next = makeKey('web');
const prometheus = makeKey('prometheus', ['metrics']);
const reader = makeKey('reader', ['docs']);
const API_KEYS = [web, next, prometheus, reader].map(({ entry }) => entry).join();
const BODY = { image_base64: EXAMPLE_PICTURE };

const bearer = ({ key }: { key: string }) => `Bearer ${key}`;

describe('with API keys', () => {
  let app: RunningApp;
  beforeAll(async () => {
    app = await startApp({ API_KEYS, HOST: '0.0.0.0', CORS_ORIGINS: 'https://example.org' });
  });
  afterAll(() => app.close());

  it.each([
    { way: 'Authorization: Bearer', headers: { Authorization: bearer(web) } },
    { way: 'X-API-Key', headers: { 'X-API-Key': web.key } },
    { way: 'a second key of the same name, during a rotation', headers: { 'X-API-Key': next.key } },
  ])('answers to $way', async ({ headers }) => {
    await app.predict(BODY).set(headers).expect(200);
    await app.http.get('/model').set(headers).expect(200);
  });

  it('answers 401 unauthorized to no key, as a problem that asks for one', async () => {
    for (const request of [app.predict(BODY), app.http.get('/model')]) {
      const response = await request.expect(401);
      expect(response.headers['www-authenticate']).toBe('Bearer realm="tetrapod"');
      expect(response.headers['content-type']).toBe('application/problem+json');
      expect(response.body).toMatchObject({ status: 401, code: 'unauthorized' });
    }
  });

  it.each([
    { what: 'an unknown key', key: makeKey('web').key },
    { what: 'a key with a character more', key: `${web.key}A` },
    { what: 'a key with a character less', key: web.key.slice(0, -1) },
    { what: 'the digest of a key', key: web.entry.split(':')[1]! },
    { what: 'a whole entry', key: web.entry },
    { what: '10,000 characters', key: 'x'.repeat(10_000) },
  ])('answers 401 with invalid_token to $what, and repeats nothing of it', async ({ key }) => {
    const { headers, text } = await app.http.get('/model').set('Authorization', `Bearer ${key}`).expect(401);
    expect(headers['www-authenticate']).toBe('Bearer realm="tetrapod", error="invalid_token"');
    expect(text).toContain('"code":"unauthorized"');
    expect(text).not.toContain(key.slice(0, 12));
  });

  it('answers 403 forbidden to a known key without the scope', async () => {
    const response = await app.predict(BODY).set('Authorization', bearer(prometheus)).expect(403);
    expect(response.headers['www-authenticate']).toBe(
      'Bearer realm="tetrapod", error="insufficient_scope", scope="predict"',
    );
    expect(response.body).toMatchObject({
      code: 'forbidden',
      detail: 'expected a key with the scope predict, received that of prometheus, which has metrics',
    });
  });

  it('takes no key from the address', async () => {
    for (const name of ['api_key', 'access_token', 'key', 'X-API-Key']) {
      await app.http.get(`/model?${name}=${web.key}`).expect(401);
    }
  });

  it('refuses two keys that differ', async () => {
    const headers = { Authorization: bearer(web), 'X-API-Key': next.key };
    const response = await app.http.get('/model').set(headers).expect(400);
    expect(response.body).toMatchObject({ code: 'malformed_request' });
  });

  it('lets probes, documentation and unknown paths be asked without a key', async () => {
    for (const path of ['/health/live', '/health/ready', '/health/startup', '/docs', '/docs-json']) {
      await app.http.get(path).expect(200);
    }
    await app.http.get('/elsewhere').expect(404);
    await app.http.get('/predict').expect(405);
  });

  it('lets browsers ask first without a key, and then send one', async () => {
    const preflight = await app.http.options('/predict').set({
      Origin: 'https://example.org',
      'Access-Control-Request-Method': 'POST',
      'Access-Control-Request-Headers': 'authorization,content-type,x-api-key',
    });
    expect(preflight.status).toBe(204);
    expect(preflight.headers['access-control-allow-headers']).toBe('authorization,content-type,x-api-key');
    const refused = await app.http.get('/model').set('Origin', 'https://example.org').expect(401);
    expect(refused.headers['access-control-allow-origin']).toBe('https://example.org');
    expect(refused.headers['access-control-expose-headers']).toContain('WWW-Authenticate');
  });

  it('refuses before the content is looked at: no other problem shows without a key', async () => {
    await app.http.post('/predict').set('Content-Type', 'text/plain').send('x').expect(401);
    await app.http.post('/predict').set('Content-Type', 'application/json').send('{').expect(401);
  });

  const EIGHT_MB = Buffer.alloc(8_000_000, 'A');
  const post = (extra: string) =>
    `POST /predict HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n${extra}\r\n\r\n`;

  it('answers a client that sends 8 MB before it reads', async () => {
    const socket = connect(app.port, '127.0.0.1');
    const answer = readToEnd(socket);
    socket.write(post(`Content-Length: ${EIGHT_MB.length}`));
    socket.write(EIGHT_MB);
    expect(await answer).toMatch(/^HTTP\/1.1 401 [^]*"code":"unauthorized"/);
  });

  it('answers a client that sends 8 MB in chunks, without a length', async () => {
    const outgoing = httpRequest({ port: app.port, path: '/predict', method: 'POST' });
    const answered = once(outgoing, 'response') as Promise<[NodeJS.ReadableStream & { statusCode: number }]>;
    for (let i = 0; i < 8; i++) outgoing.write(EIGHT_MB.subarray(0, 1_000_000));
    outgoing.end();
    const [response] = await answered;
    response.resume();
    expect(response.statusCode).toBe(401);
  });

  it('does not tell a client to go on that asks with Expect: 100-continue', async () => {
    const socket = connect(app.port, '127.0.0.1');
    socket.write(post(`Content-Length: ${EIGHT_MB.length}\r\nExpect: 100-continue`));
    const answer = await readToEnd(socket);
    expect(answer).toMatch(/^HTTP\/1.1 401 /);
    expect(answer).not.toContain('100 Continue');
  });

  it('does tell it with a key', async () => {
    const body = JSON.stringify(BODY);
    const socket = connect(app.port, '127.0.0.1');
    const more = `X-API-Key: ${web.key}\r\nContent-Length: ${body.length}\r\nExpect: 100-continue\r\nConnection: close`;
    socket.write(post(more));
    const [first] = (await once(socket, 'data')) as [Buffer];
    expect(first.toString()).toContain('100 Continue');
    socket.write(body);
    expect(await readToEnd(socket)).toMatch(/^HTTP\/1.1 200 /);
  });
});

describe('without API keys', () => {
  let app: RunningApp;
  afterEach(() => app.close());

  it.each([{}, { AUTH: 'off', HOST: '0.0.0.0' }])('answers everybody with %j', async (env) => {
    app = await startApp(env);
    await app.http.get('/model').expect(200);
    await app.http.get('/model').set('Authorization', 'Bearer whatever').expect(200);
  });
});

describe('DOCS', () => {
  let app: RunningApp;
  afterEach(() => app.close());

  const PATHS = [
    ...['/docs', '/docs/', '/DOCS', '//docs', '/docs-json', '/docs-json/', '/%64ocs', '/docs/index.html'],
    ...[
      '/docs/swagger-ui-init.js',
      '/docs/swagger-ui-bundle.js',
      '/docs/swagger-ui.css',
      '/docs/../docs-json',
    ],
  ];

  it('=keys asks for a key with the scope docs, in a browser as a password', async () => {
    app = await startApp({ API_KEYS, DOCS: 'keys' });
    for (const path of PATHS) {
      const { status, headers } = await app.http.get(path);
      expect([401, 404]).toContain(status);
      if (status === 401)
        expect(headers['www-authenticate']).toBe('Basic realm="tetrapod", Bearer realm="tetrapod"');
    }
    await app.http.get('/docs').expect(401);
    await app.http.get('/docs').set('Authorization', bearer(web)).expect(403);
    await app.http.get('/docs').set('Authorization', bearer(reader)).expect(200);
    await app.http.get('/docs-json').set('X-API-Key', reader.key).expect(200);
    await app.http.get('/docs/swagger-ui-init.js').auth('anybody', reader.key).expect(200);
    await app.http.get('/docs').auth('anybody', 'wrong').expect(401);
    // A browser sends the password to every path; only the documentation takes it.
    await app.http.get('/model').auth('anybody', web.key).expect(401);
  });

  it('=off answers 404 to all of it', async () => {
    app = await startApp({ API_KEYS, DOCS: 'off' });
    for (const path of PATHS) {
      await app.http.get(path).expect(404);
      await app.http.get(path).set('X-API-Key', reader.key).expect(404);
    }
  });
});
