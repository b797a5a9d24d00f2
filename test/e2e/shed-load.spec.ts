import { afterEach, describe, expect, it } from '@jest/globals';
import { EXAMPLE_PICTURE } from '../../src/predict/example-picture.js';
import { WorkerPool } from '../../src/workers/worker-pool.js';
import { startApp, type RunningApp } from '../support/app.js';
import { until } from '../support/until.js';

const PICTURE = { image_base64: EXAMPLE_PICTURE };

describe('shedding load', () => {
  let app: RunningApp;
  let worker: number;
  afterEach(async () => {
    process.kill(worker, 'SIGCONT');
    await app.close();
  });

  /** A server whose worker stands still and whose queue is full. */
  async function startFull(env: Record<string, string> = {}): Promise<Promise<unknown>[]> {
    app = await startApp({ QUEUE_MAX: '1', ...env });
    const pool = app.app.get(WorkerPool);
    worker = pool.processIds[0]!;
    process.kill(worker, 'SIGSTOP');
    const waiting: Promise<unknown>[] = [];
    for (const count of [1, 2, 3]) {
      waiting.push(app.predict(PICTURE).expect(200).then());
      await until(() => pool.jobs + pool.queueLength === count);
    }
    return waiting;
  }

  it('refuses with the same problem that the guard answers, under the id of the request', async () => {
    const waiting = await startFull();
    const early = await app.predict(PICTURE).set('X-Request-Id', 'mine').expect(503);
    // With a query the path is not quite plain, so this one reaches the guard.
    const late = await app.http.post('/predict?late').send(PICTURE).set('X-Request-Id', 'mine').expect(503);
    expect(early.body).toEqual(late.body);
    for (const { headers } of [early, late]) {
      expect(headers).toMatchObject({
        'content-type': 'application/problem+json',
        'x-request-id': 'mine',
        'retry-after': '1',
        'x-content-type-options': 'nosniff',
      });
    }
    expect(early.headers['x-powered-by']).toBeUndefined();
    expect(Object.keys(early.headers).length).toBeLessThan(Object.keys(late.headers).length);
    process.kill(worker, 'SIGCONT');
    await Promise.all(waiting);
  });

  it('leaves connections open behind the answer, for the request after it', async () => {
    const waiting = await startFull();
    const refused = await app.predict(PICTURE).set('Connection', 'keep-alive').expect(503);
    expect(refused.headers.connection).toBe('keep-alive');
    process.kill(worker, 'SIGCONT');
    await Promise.all(waiting);
  });

  it('leaves refusing to the guard where pages of other origins must be able to read the answer', async () => {
    const waiting = await startFull({ CORS_ORIGINS: 'https://example.org' });
    const refused = await app.predict(PICTURE).set('Origin', 'https://example.org').expect(503);
    expect(refused.headers['access-control-allow-origin']).toBe('https://example.org');
    process.kill(worker, 'SIGCONT');
    await Promise.all(waiting);
  });

  it('leaves other methods and paths alone', async () => {
    const waiting = await startFull();
    await app.http.get('/health/ready').expect(200);
    await app.http.get('/predict').expect(405);
    process.kill(worker, 'SIGCONT');
    await Promise.all(waiting);
  });
});
