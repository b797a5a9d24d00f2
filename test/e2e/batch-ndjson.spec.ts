import { once } from 'node:events';
import { request, type ClientRequest, type IncomingMessage } from 'node:http';
import { connect } from 'node:net';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, describe, expect, it, jest } from '@jest/globals';
import { EXAMPLE_PICTURE } from '../../src/predict/example-picture.js';
import { WorkerPool } from '../../src/workers/worker-pool.js';
import { startApp, type RunningApp } from '../support/app.js';
import { batchIn, type BatchAnswer, type BatchResult } from '../support/batch.js';
import { PausedProcesses } from '../support/paused-processes.js';
import { until } from '../support/until.js';

const PICTURE = { image_base64: EXAMPLE_PICTURE };
const frogs = (count: number) => ({
  images: Array.from({ length: count }, (_, i) => ({ id: `frog ${i}`, ...PICTURE })),
});

interface Stream {
  sent: ClientRequest;
  response: IncomingMessage;
  /** So far. */
  lines: (BatchResult | Pick<BatchAnswer, 'counts'>)[];
  ended: Promise<unknown>;
}

describe('a batch as lines of JSON', () => {
  let app: RunningApp;
  const paused = new PausedProcesses();
  afterEach(async () => {
    paused.resume();
    await app.close();
  });

  async function openStream(body: object, headers: Record<string, string> = {}): Promise<Stream> {
    const sent = request({
      host: '127.0.0.1',
      port: app.port,
      path: '/predict/batch',
      method: 'POST',
      headers: { 'Content-Type': 'application/json', Accept: 'application/x-ndjson', ...headers },
    });
    sent.on('error', () => undefined);
    sent.end(JSON.stringify(body));
    const [response] = (await once(sent, 'response')) as [IncomingMessage];
    response.on('error', () => undefined);
    const lines: Stream['lines'] = [];
    const reader = createInterface({ input: response });
    reader.on('line', (line) => lines.push(JSON.parse(line) as BatchResult));
    return { sent, response, lines, ended: once(reader, 'close').catch(() => undefined) };
  }

  it('has a line for each picture, with what JSON says of it, and the counts at the end', async () => {
    app = await startApp({ WORKERS: '2' });
    const body = { images: [...frogs(5).images, { id: 'bad', image_base64: 'AAAA' }], top_k: 1 };
    const { response, lines, ended } = await openStream(body);
    await ended;
    expect(response.statusCode).toBe(200);
    expect(response.headers['content-type']).toBe('application/x-ndjson');
    expect(response.headers['x-model']).toContain('simulated');
    expect(response.headers['x-accel-buffering']).toBe('no');
    expect(lines.pop()).toEqual({ counts: { total: 6, succeeded: 5, failed: 1 } });
    const inOrder = (lines as BatchResult[]).sort((a, b) => a.index - b.index);
    const { results } = batchIn(await app.http.post('/predict/batch').send(body).expect(200));
    const timeless = (all: BatchResult[]) =>
      all.map(({ latency_ms, problem, ...rest }) => ({
        ...rest,
        hasLatency: latency_ms !== undefined,
        problem: problem && { ...problem, request_id: '' },
      }));
    expect(timeless(inOrder)).toEqual(timeless(results));
  });

  it('is JSON where the client likes that better, or says nothing', async () => {
    app = await startApp();
    for (const accept of ['*/*', 'application/x-ndjson;q=0.5, application/json']) {
      const { headers } = await app.http
        .post('/predict/batch')
        .set('Accept', accept)
        .send(frogs(1))
        .expect(200);
      expect(headers['content-type']).toMatch(/^application\/json/);
    }
  });

  it('gives results as they come: one that is held up holds up no other', async () => {
    app = await startApp({ WORKERS: '2' });
    const pool = app.app.get(WorkerPool);
    // So that the pool knows how long such pictures take, and gives what waits behind a late one to others soon.
    await app.predict(PICTURE).expect(200);
    paused.pause(pool.processIds[0]!);
    const { lines, ended } = await openStream(frogs(8));
    await until(() => lines.length === 7);
    await sleep(100);
    expect(lines).toHaveLength(7);
    paused.resume();
    await ended;
    expect(lines).toHaveLength(9);
    const order = (lines.slice(0, 8) as BatchResult[]).map(({ index }) => index);
    expect([...order].sort()).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
    expect(order).not.toEqual([...order].sort());
    expect(lines[8]).toEqual({ counts: { total: 8, succeeded: 8, failed: 0 } });
  });

  it('answers what is wrong with the batch as a whole with a problem document', async () => {
    app = await startApp();
    const { response, ended } = await openStream({ images: [] });
    expect(response.statusCode).toBe(400);
    expect(response.headers['content-type']).toMatch(/^application\/problem\+json/);
    await ended;
  });

  it.each(['application/x-ndjson', 'application/json'])(
    'begins nothing more for a client that has left, and answers the next one: %s',
    async (accept) => {
      app = await startApp({ WORKERS: '1' });
      const pool = app.app.get(WorkerPool);
      const classify = jest.spyOn(pool, 'classify');
      const leaving = request({
        host: '127.0.0.1',
        port: app.port,
        path: '/predict/batch',
        method: 'POST',
        headers: { 'Content-Type': 'application/json', Accept: accept },
      });
      leaving.on('error', () => undefined);
      paused.pause(pool.processIds[0]!);
      leaving.end(JSON.stringify(frogs(20)));
      await until(() => pool.jobs === 2);
      leaving.destroy();
      await sleep(300);
      paused.resume();
      await until(() => pool.jobs === 0);
      expect(classify).toHaveBeenCalledTimes(2);
      const { lines, ended } = await openStream(frogs(3));
      await ended;
      expect(lines.at(-1)).toEqual({ counts: { total: 3, succeeded: 3, failed: 0 } });
    },
  );

  it('closes the connection of a client that does not read, after SEND_TIMEOUT_MS', async () => {
    app = await startApp({ SEND_TIMEOUT_MS: '1000', BATCH_MAX_ITEMS: '128' });
    let open = 0;
    app.server.on('connection', (socket) => {
      open += 1;
      socket.once('close', () => (open -= 1));
    });
    // Lines of 5 kB about pictures with many wrong fields: 0.6 MB an answer, and more answers than the system keeps for it.
    const image = Object.fromEntries(Array.from({ length: 20 }, (_, i) => [`${'n'.repeat(60)}${i}`, 1]));
    const body = JSON.stringify({ images: new Array(128).fill(image) });
    const one =
      'POST /predict/batch HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nAccept: application/x-ndjson\r\n' +
      `Content-Length: ${body.length}\r\n\r\n${body}`;
    const socket = connect(app.port, '127.0.0.1');
    socket.on('error', () => undefined).pause();
    socket.write(one.repeat(26));
    await until(() => open === 1);
    await until(() => open === 0);
    socket.destroy();
    const { lines, ended } = await openStream(frogs(2));
    await ended;
    expect(lines.at(-1)).toEqual({ counts: { total: 2, succeeded: 2, failed: 0 } });
  });

  it('stops in the middle for a client that leaves in the middle', async () => {
    app = await startApp({ WORKERS: '1', BATCH_MAX_ITEMS: '128' });
    const pool = app.app.get(WorkerPool);
    const classify = jest.spyOn(pool, 'classify');
    const { sent, lines } = await openStream(frogs(128));
    await until(() => lines.length > 3);
    paused.pause(pool.processIds[0]!);
    sent.destroy();
    await sleep(300);
    const begun = classify.mock.calls.length;
    expect(begun).toBeLessThan(128);
    paused.resume();
    await until(() => pool.jobs === 0);
    await sleep(100);
    expect(classify.mock.calls.length).toBe(begun);
  });
});
