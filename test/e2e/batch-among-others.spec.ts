import { once } from 'node:events';
import type { IncomingMessage } from 'node:http';
import { text } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, describe, expect, it, jest } from '@jest/globals';
import { AdmissionService } from '../../src/admission/admission.service.js';
import { WorkerPool } from '../../src/workers/worker-pool.js';
import { startApp, type RunningApp } from '../support/app.js';
import { batchIn, batchToSend, FROG, frogs, PICTURE, postBatch, type BatchAnswer } from '../support/batch.js';
import { base64Input, postInference } from '../support/open-inference.js';
import { PausedProcesses } from '../support/paused-processes.js';
import { expectProblem } from '../support/problem.js';
import { until } from '../support/until.js';

describe('a batch among others', () => {
  let app: RunningApp;
  const paused = new PausedProcesses();
  afterEach(async () => {
    paused.resume();
    await app.close();
  });

  it('may be of 128 pictures, where BATCH_MAX_ITEMS says so', async () => {
    app = await startApp({ WORKERS: '2', BATCH_MAX_ITEMS: '128' });
    const { counts } = batchIn(await postBatch(app, frogs(128)).expect(200));
    expect(counts).toEqual({ total: 128, succeeded: 128, failed: 0 });
    expectProblem(await postBatch(app, frogs(129)), 'batch_too_large');
  });

  it('takes no more of the workers at a time than two pictures each, and no place in the queue', async () => {
    app = await startApp({ WORKERS: '1' });
    const pool = app.app.get(WorkerPool);
    paused.pause(pool.processIds[0]!);
    const pending = postBatch(app, frogs(20)).then();
    await until(() => pool.jobs === 2);
    await sleep(200);
    expect(pool.queueLength + pool.jobs).toBe(2);
    paused.resume();
    expect(batchIn(await pending).counts.succeeded).toBe(20);
  });

  it('loses the picture alone over which a worker ends', async () => {
    app = await startApp({ WORKERS: '2' });
    const pool = app.app.get(WorkerPool);
    const [victim] = pool.processIds;
    paused.pause(victim!);
    const pending = postBatch(app, frogs(12)).then();
    await until(() => pool.jobs > 0);
    await sleep(300);
    paused.kill(victim!);
    const { results, counts } = batchIn(await pending);
    expect(counts).toEqual({ total: 12, succeeded: 11, failed: 1 });
    const [lost] = results.filter(({ status }) => status !== 200);
    expect(lost).toMatchObject({ status: 500, problem: { code: 'worker_crashed' } });
  });

  it('tells each picture of its own that the deadline has passed', async () => {
    app = await startApp({ WORKERS: '1' });
    const pool = app.app.get(WorkerPool);
    // So that the pool knows how long such pictures take.
    await app.predict(PICTURE).expect(200);
    paused.pause(pool.processIds[0]!);
    const pending = postBatch(app, frogs(6)).set('X-Request-Timeout-Ms', '700').then();
    await until(() => pool.jobs > 0);
    await sleep(1500);
    paused.resume();
    const { results, counts } = batchIn(await pending);
    expect(results[0]!.status).toBe(200);
    // The second one was at hand at the worker, and may have been given back to the queue too late for its deadline.
    expect(counts.total).toBe(6);
    for (const { status, problem } of results.slice(2)) {
      expect({ status, code: problem?.code }).toEqual({ status: 504, code: 'deadline_exceeded' });
    }
  });

  it('tells each picture of its own that the queue is full, where it stays so until the deadline', async () => {
    app = await startApp({ WORKERS: '1', QUEUE_MAX: '1' });
    const pool = app.app.get(WorkerPool);
    const body = JSON.stringify(frogs(3));
    const sent = await batchToSend(app, body, { 'X-Request-Timeout-Ms': '1000' });
    paused.pause(pool.processIds[0]!);
    const others: Promise<unknown>[] = [];
    for (const count of [1, 2, 3]) {
      others.push(app.predict(PICTURE).expect(200).then());
      await until(() => pool.jobs + pool.queueLength === count);
    }
    sent.end(body);
    const [response] = (await once(sent, 'response')) as [IncomingMessage];
    expect(response.statusCode).toBe(200);
    const { results } = JSON.parse(await text(response)) as BatchAnswer;
    expect(results.map(({ status, problem }) => [status, problem?.code])).toEqual(
      new Array(3).fill([503, 'overloaded']),
    );
    expect(results[0]!.problem?.queue).toMatchObject({ length: 1, max: 1 });
    paused.resume();
    await Promise.all(others);
  });

  it('waits with pictures for which others leave no room, and so does an infer of several', async () => {
    app = await startApp({ WORKERS: '1', QUEUE_MAX: '4' });
    // They are taken in before the queue fills, however long a body takes from here to there.
    jest.spyOn(app.app.get(AdmissionService), 'refusal').mockReturnValue(undefined);
    const classify = jest.spyOn(app.app.get(WorkerPool), 'classify');
    const pictures = new Array<Buffer>(16).fill(FROG);
    const infer = JSON.stringify({ inputs: [base64Input(...pictures)] });
    const [batches, inferred] = await Promise.all([
      Promise.all(Array.from({ length: 6 }, () => postBatch(app, frogs(16)).expect(200))),
      Promise.all(
        Array.from({ length: 2 }, () => postInference(app, '/v2/models/tetrapod-simulated/infer', infer)),
      ),
    ]);
    const results = batches.flatMap((response) => batchIn(response).results);
    expect(results.map(({ status }) => status)).toEqual(new Array(96).fill(200));
    expect(inferred.map(({ status, body }) => [status, body.error])).toEqual(
      new Array(2).fill([200, undefined]),
    );
    // Some were refused, and asked for again.
    expect(classify.mock.calls.length).toBeGreaterThan(8 * 16);
  });

  it('is refused as a whole where it comes while the queue is full', async () => {
    app = await startApp({ WORKERS: '1', QUEUE_MAX: '1' });
    const pool = app.app.get(WorkerPool);
    paused.pause(pool.processIds[0]!);
    const others: Promise<unknown>[] = [];
    for (const count of [1, 2, 3]) {
      others.push(app.predict(PICTURE).expect(200).then());
      await until(() => pool.jobs + pool.queueLength === count);
    }
    expectProblem(await postBatch(app, frogs(3)), 'overloaded');
    paused.resume();
    await Promise.all(others);
  });
});
