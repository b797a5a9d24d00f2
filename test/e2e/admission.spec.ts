import { request } from 'node:http';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Response } from 'supertest';
import { EXAMPLE_PICTURE } from '../../src/predict/example-picture.js';
import { WorkerPool } from '../../src/workers/worker-pool.js';
import { startApp, type RunningApp } from '../support/app.js';
import { until } from '../support/until.js';

const PICTURE = { image_base64: EXAMPLE_PICTURE };
const LARGE = JSON.stringify(PICTURE).padEnd(8_000_000, ' ');

describe('admission', () => {
  let app: RunningApp;
  let pool: WorkerPool;
  let worker: number;

  beforeEach(async () => {
    app = await startApp({ QUEUE_MAX: '1', MAX_BODY_BYTES: '10000000', MAX_INFLIGHT_BYTES: '10000000' });
    pool = app.app.get(WorkerPool);
    worker = pool.processIds[0]!;
    process.kill(worker, 'SIGSTOP');
  });
  afterEach(async () => {
    process.kill(worker, 'SIGCONT');
    await app.close();
  });

  const send = (headers: Record<string, string> = {}): Promise<Response> =>
    app.predict(PICTURE).set(headers).then();

  /** Fills the worker, which has one picture under way and one at hand, and the queue. */
  async function fill(): Promise<{ answers: Promise<Response>[]; goOn: () => void }> {
    const answers = [send(), send()];
    await until(() => pool.jobs === 2);
    answers.push(send());
    await until(() => pool.queueLength === 1);
    return { answers, goOn: () => process.kill(worker, 'SIGCONT') };
  }

  it('refuses at once what finds the queue full, tells of the queue, and answers all others', async () => {
    const { answers, goOn } = await fill();
    const refused = await send();
    expect(refused.status).toBe(503);
    expect(refused.headers['retry-after']).toMatch(/^[1-9]\d*$/);
    expect(refused.body).toMatchObject({
      code: 'overloaded',
      queue: { length: 1, max: 1, workers: 1 },
    });
    goOn();
    for (const answer of answers) expect((await answer).status).toBe(200);
    expect((await send()).status).toBe(200);
  });

  it('refuses a large picture before it is received', async () => {
    const { answers, goOn } = await fill();
    const sent = request({
      host: '127.0.0.1',
      port: app.port,
      path: '/predict',
      method: 'POST',
      headers: { 'Content-Type': 'application/json', 'Content-Length': LARGE.length },
    });
    sent.on('error', () => undefined);
    sent.write(LARGE.slice(0, 1000));
    const status = await new Promise((resolve) => {
      sent.on('response', (response) => {
        resolve(response.statusCode);
      });
    });
    expect(status).toBe(503);
    sent.destroy();
    goOn();
    await Promise.all(answers);
  });

  it('answers 504 where the deadline passes while the picture waits', async () => {
    const answers = [send(), send()];
    await until(() => pool.jobs === 2);
    const late = await send({ 'X-Request-Timeout-Ms': '100' });
    expect(late.status).toBe(504);
    expect(late.body).toMatchObject({ code: 'deadline_exceeded' });
    process.kill(worker, 'SIGCONT');
    for (const answer of answers) expect((await answer).status).toBe(200);
  });

  it('answers 504 where the deadline passes while the body waits for room', async () => {
    const first = app.http.post('/predict').set('Content-Type', 'application/json').send(LARGE).then();
    await until(() => pool.jobs === 1);
    const second = await app.http
      .post('/predict')
      .set({ 'Content-Type': 'application/json', 'X-Request-Timeout-Ms': '200' })
      .send(LARGE);
    expect(second.status).toBe(504);
    expect(second.body).toMatchObject({
      code: 'deadline_exceeded',
      detail: expect.stringContaining('MAX_INFLIGHT_BYTES') as unknown,
    });
    process.kill(worker, 'SIGCONT');
    expect((await first).status).toBe(200);
    await app.http.post('/predict').set('Content-Type', 'application/json').send(LARGE).expect(200);
  });

  it('frees the place of a client that has gone', async () => {
    const answers = [send(), send()];
    await until(() => pool.jobs === 2);
    const leaving = app.predict(PICTURE);
    leaving.catch(() => undefined);
    leaving.end(() => undefined);
    await until(() => pool.queueLength === 1);
    leaving.abort();
    await until(() => pool.queueLength === 0);
    answers.push(send());
    await until(() => pool.queueLength === 1);
    process.kill(worker, 'SIGCONT');
    for (const answer of answers) expect((await answer).status).toBe(200);
  });

  it('refuses a wrong X-Request-Timeout-Ms', async () => {
    const response = await send({ 'X-Request-Timeout-Ms': 'soon' });
    expect(response.status).toBe(400);
    expect(response.body).toMatchObject({
      code: 'malformed_request',
      detail: expect.stringContaining('X-Request-Timeout-Ms') as unknown,
    });
  });
});
