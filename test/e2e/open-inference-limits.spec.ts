import { afterEach, describe, expect, it } from '@jest/globals';
import { WorkerPool } from '../../src/workers/worker-pool.js';
import { makeKey } from '../support/api-keys.js';
import { startApp, type RunningApp } from '../support/app.js';
import { base64Input, postInference, withBinary, type InferenceAnswer } from '../support/open-inference.js';
import { validPictures } from '../support/pictures.js';
import { until } from '../support/until.js';
import { errorOf } from '../support/open-inference-error.js';

const PICTURE = validPictures[0]!.bytes;
const INFER = '/v2/models/tetrapod-simulated/infer';

describe('limits of POST .../infer', () => {
  let app: RunningApp;
  afterEach(() => app.close());

  const infer = (body: object | string, path = INFER) =>
    postInference(app, path, typeof body === 'string' ? body : JSON.stringify(body));

  it('are 413 for a body that is too long', async () => {
    app = await startApp({ MAX_BODY_BYTES: '1024' });
    expect(errorOf(await infer(' '.repeat(1025)), 413)).toMatch(/at most 1024 bytes/);
  });

  it('are 429 with Retry-After beyond RATE_LIMIT', async () => {
    const { key, entry } = makeKey('often');
    app = await startApp({ RATE_LIMIT: '1/1h', API_KEYS: entry });
    const body = JSON.stringify({ inputs: [base64Input(PICTURE)] });
    const headers = { Authorization: `Bearer ${key}` };
    expect((await postInference(app, INFER, body, headers)).status).toBe(200);
    const refused = await postInference(app, INFER, body, headers);
    expect(errorOf(refused, 429)).toMatch(/RATE_LIMIT/);
    expect(Number(refused.headers['retry-after'])).toBeGreaterThan(0);
    // Probes and metadata are not counted.
    await app.http.get('/v2').set(headers).expect(200);
  });

  it('are 503 with Retry-After where the queue is full, and 504 behind the deadline', async () => {
    app = await startApp({ QUEUE_MAX: '2' });
    const pool = app.app.get(WorkerPool);
    const worker = pool.processIds[0]!;
    const body = JSON.stringify({ inputs: [base64Input(PICTURE)] });
    process.kill(worker, 'SIGSTOP');
    try {
      const waiting: Promise<InferenceAnswer>[] = [];
      for (const count of [1, 2, 3]) {
        waiting.push(infer(body));
        await until(() => pool.jobs + pool.queueLength === count);
      }
      const late = await postInference(app, INFER, body, { 'X-Request-Timeout-Ms': '200' });
      expect(errorOf(late, 504)).toMatch(/deadline/);
      waiting.push(infer(body));
      await until(() => pool.queueLength === 2);
      // With a deadline of its own the request reaches the guard; a plain one is refused before.
      for (const headers of [{}, { 'X-Request-Timeout-Ms': '29999' }]) {
        const refused = await postInference(app, INFER, body, { 'X-Request-Id': 'mine', ...headers });
        expect(errorOf(refused, 503)).toMatch(/expected/);
        expect(refused.headers).toMatchObject({ 'x-request-id': 'mine', 'retry-after': '1' });
        expect('x-frame-options' in refused.headers).toBe('X-Request-Timeout-Ms' in headers);
      }
      process.kill(worker, 'SIGCONT');
      expect((await Promise.all(waiting)).map(({ status }) => status)).toEqual([200, 200, 200, 200]);
    } finally {
      process.kill(worker, 'SIGCONT');
    }
  });

  it('leave nothing behind: large requests side by side are all answered within the budget of memory', async () => {
    app = await startApp({
      WORKERS: '2',
      MAX_BODY_BYTES: '3000000',
      MAX_INFLIGHT_BYTES: '12000000',
      QUEUE_MAX: '1000',
    });
    const tensors = Buffer.alloc(4 * 3 * 224 * 224 * 4);
    const broken = Buffer.from(tensors);
    broken.writeFloatLE(NaN, 3 * 224 * 224 * 4);
    const input = {
      name: 'pixel_values',
      shape: [4, 3, 224, 224],
      datatype: 'FP32',
      parameters: { binary_data_size: tensors.length },
    };
    const answers = await Promise.all(
      Array.from({ length: 24 }, (_, i) =>
        postInference(app, INFER, ...withBinary({ inputs: [input] }, i % 3 === 0 ? broken : tensors)),
      ),
    );
    answers.forEach((answer, i) => {
      if (i % 3 === 0) expect(errorOf(answer, 400)).toMatch(/^inputs\[0\], picture 1 /);
      else expect(answer.body.outputs[0]!.data).toHaveLength(16);
    });
  });
});
