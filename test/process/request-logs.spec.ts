import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { EXAMPLE_PICTURE } from '../../src/predict/example-picture.js';
import { makeKey } from '../support/api-keys.js';
import { linesOf, logLines, type LogLine } from '../support/log-lines.js';
import { exchange } from '../support/raw-http.js';
import { startServer, stop, type ServerProcess } from '../support/server-process.js';
import { until } from '../support/until.js';

const PICTURE = { image_base64: EXAMPLE_PICTURE };
const TRACE = '0af7651916cd43dd8448eb211c80319c';
const TRACEPARENT = `00-${TRACE}-b7ad6b7169203331-01`;
const QUERY_SECRET = 'secret-in-the-query';
const HEADER_SECRET = 'secret-in-a-header';
const FIELD_SECRET = 'secret-in-a-field';

describe('the log of requests', () => {
  const key = makeKey('shop');
  let server: ServerProcess;
  let requests = 0;
  beforeAll(async () => {
    server = await startServer({
      WORKERS: '1',
      API_KEYS: key.entry,
      SEND_TIMEOUT_MS: '1000',
      DECODE_TIMEOUT_MS: '2000',
    });
  });
  afterAll(() => {
    stop(server);
  });

  /** Sends a request of a trace and gives its lines, the last of which is its own. */
  async function send(
    path: string,
    body: BodyInit,
    headers: Record<string, string> = {},
  ): Promise<LogLine[]> {
    const id = `request-${++requests}`;
    const response = await fetch(`${server.url}${path}`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${key.key}`,
        'x-request-id': id,
        'x-other': HEADER_SECRET,
        traceparent: TRACEPARENT,
        ...headers,
      },
      body,
    });
    await response.text();
    return linesAbout(id);
  }

  async function linesAbout(id: string): Promise<LogLine[]> {
    await until(() => linesOf(server, id).some(({ duration_ms }) => duration_ms !== undefined));
    return linesOf(server, id);
  }

  const json = { 'content-type': 'application/json' };
  const post = (path: string, body: object, headers = {}) =>
    send(path, JSON.stringify(body), { ...json, ...headers });

  it('has one line for a picture, which says what it was and how long everything took', async () => {
    const lines = await post(`/predict?key=${QUERY_SECRET}`, { ...PICTURE, confidence_threshold: 0 });
    expect(lines).toHaveLength(1);
    const [{ time, duration_ms, timings_ms, ...fields }] = lines as [LogLine];
    expect(fields).toEqual({
      level: 'info',
      service: 'tetrapod',
      context: 'Request',
      msg: 'POST /predict 200',
      request_id: expect.any(String),
      trace_id: TRACE,
      method: 'POST',
      route: '/predict',
      path: '/predict',
      status: 200,
      request_bytes: expect.any(Number),
      format: 'jpeg',
      width: 96,
      height: 84,
      labels: 4,
      client: '127.0.0.1',
      key: 'shop',
    });
    expect(time).toEqual(expect.any(String));
    const stages = [
      'receive',
      'parse',
      'postprocess',
      'queue',
      'base64',
      'decode',
      'preprocess',
      'inference',
    ];
    expect(Object.keys(timings_ms as object)).toEqual(stages);
    const sum = Object.values(timings_ms as Record<string, number>).reduce((a, b) => a + b, 0);
    expect(sum).toBeGreaterThan(0);
    // Each is rounded to a microsecond.
    expect(sum).toBeLessThanOrEqual((duration_ms as number) + 0.01);
  });

  it('has one line for a batch, which counts its pictures', async () => {
    const [line, ...others] = await post('/predict/batch', {
      images: [PICTURE, { image_base64: '%%%' }, PICTURE],
    });
    expect(others).toEqual([]);
    expect(line).toMatchObject({ route: '/predict/batch', status: 200, pictures: 3, failed: 1 });
    expect(line).not.toHaveProperty('format');
  });

  it('has the ids in every line of a request that failed in the server', async () => {
    const [worker] = [...server.output().matchAll(/Worker (\d+) ready/g)].map(([, pid]) => Number(pid));
    process.kill(worker!, 'SIGSTOP');
    const asked = post('/predict', PICTURE);
    setTimeout(() => process.kill(worker!, 'SIGKILL'), 300);
    const lines = await asked;
    expect(lines.map(({ context, level }) => [context, level])).toEqual([
      ['Fault', 'error'],
      ['Request', 'info'],
    ]);
    expect(lines.map(({ trace_id }) => trace_id)).toEqual([TRACE, TRACE]);
    expect(lines[1]).toMatchObject({ status: 500, code: 'worker_crashed', route: '/predict' });
  });

  it('has the ids in every line of a request whose body is malformed', async () => {
    const id = 'broken';
    const head =
      `POST /predict HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${key.key}\r\nX-Request-Id: ${id}\r\n` +
      `traceparent: ${TRACEPARENT}\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n`;
    expect(await exchange(Number(new URL(server.url).port), `${head}zz\r\n`)).toMatch(/^HTTP\/1.1 400 /);
    const lines = await linesAbout(id);
    expect(lines).toHaveLength(2);
    expect(lines.map(({ trace_id }) => trace_id)).toEqual([TRACE, TRACE]);
    for (const line of lines) expect(line).toMatchObject({ status: 400, code: 'malformed_request' });
  });

  it('has the ids in the line about a client that does not read its answer', async () => {
    const socket = connect(Number(new URL(server.url).port), '127.0.0.1');
    socket.on('error', () => undefined);
    socket.pause();
    const request = `GET /docs-json HTTP/1.1\r\nHost: x\r\ntraceparent: ${TRACEPARENT}\r\n\r\n`;
    socket.write(request.repeat(200));
    const isAbout = ({ msg }: LogLine) => msg === 'A client did not read its answer';
    await until(() => logLines(server).some(isAbout));
    socket.destroy();
    expect(logLines(server).find(isAbout)).toMatchObject({
      request_id: expect.any(String),
      trace_id: TRACE,
    });
  });

  it('holds no payload, no key and no query, whatever a request was', async () => {
    const form = new FormData();
    form.set(
      'file',
      new Blob([Buffer.from(EXAMPLE_PICTURE, 'base64')], { type: 'image/jpeg' }),
      FIELD_SECRET,
    );
    form.set('confidence_threshold', FIELD_SECRET);
    await send(`/predict?api_key=${QUERY_SECRET}`, form);
    await send('/predict', form);
    await post('/predict', { image_base64: FIELD_SECRET });
    await post('/predict', { [FIELD_SECRET]: 1 });
    await send('/predict', `{"image_base64": "${FIELD_SECRET}`, json);
    await post(`/nowhere?key=${QUERY_SECRET}`, PICTURE);
    await post('/predict', PICTURE, { authorization: `Bearer ${HEADER_SECRET}` });
    await post('/predict', PICTURE, { authorization: `Bearer ${key.key}x` });
    const lines = logLines(server);
    expect(lines.filter(({ context }) => context === 'Request').length).toBeGreaterThan(10);
    const all = server.output();
    for (const secret of [key.key, QUERY_SECRET, HEADER_SECRET, FIELD_SECRET, EXAMPLE_PICTURE.slice(0, 16)]) {
      expect(all).not.toContain(secret);
    }
    // The bytes of a JPEG as they would be shown.
    expect(all).not.toMatch(/JFIF|Exif|\ufffd/);
  });

  it('has the id of its request in every line that is about one', () => {
    const about = logLines(server).filter(({ context }) =>
      ['Request', 'Fault', 'Connections'].includes(context),
    );
    expect(about.length).toBeGreaterThan(10);
    for (const line of about) expect(line).toMatchObject({ request_id: expect.any(String), trace_id: TRACE });
  });
});
