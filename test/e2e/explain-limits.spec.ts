import { connect, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, describe, expect, it, jest } from '@jest/globals';
import { RequestObservers } from '../../src/http/request-observers.js';
import type { RequestRecord } from '../../src/http/request-record.js';
import { EXAMPLE_PICTURE } from '../../src/predict/example-picture.js';
import { WorkerPool } from '../../src/workers/worker-pool.js';
import { startApp, type RunningApp } from '../support/app.js';
import { PausedProcesses } from '../support/paused-processes.js';
import { expectProblem } from '../support/problem.js';
import { until } from '../support/until.js';

const FROG = Buffer.from(EXAMPLE_PICTURE, 'base64');
const REQUEST = { image_base64: EXAMPLE_PICTURE, grid: 14 };

describe('explanations under load', () => {
  let app: RunningApp;
  const paused = new PausedProcesses();
  afterEach(async () => {
    paused.resume();
    await app.close();
  });

  const pool = () => app.app.get(WorkerPool);
  const explain = (more: object = {}) => app.http.post('/explain').send({ ...REQUEST, ...more });
  const records = (): RequestRecord[] => {
    const ended: RequestRecord[] = [];
    app.app.get(RequestObservers).add({ began: () => undefined, ended: (record) => ended.push(record) });
    return ended;
  };

  it('are as many at a time as EXPLAIN_CONCURRENCY says', async () => {
    app = await startApp();
    paused.pause(pool().processIds[0]!);
    const first = explain().then(({ status }) => status);
    await until(() => pool().jobs === 1);
    const refused = await explain();
    expect(expectProblem(refused, 'overloaded').detail).toContain('1 (EXPLAIN_CONCURRENCY)');
    expect(Number((refused.headers as Record<string, string>)['retry-after'])).toBeGreaterThanOrEqual(1);
    paused.resume();
    expect(await first).toBe(200);
    await explain({ grid: 2 }).expect(200);
  });

  it('are none where that is 0, which is said before the body is read; views are shown all the same', async () => {
    app = await startApp({ EXPLAIN_CONCURRENCY: '0' });
    const { detail } = expectProblem(await explain(), 'not_found');
    expect(detail).toContain('explanations are switched off here (EXPLAIN_CONCURRENCY=0)');
    await app.http.post('/explain/view').send({ image_base64: EXAMPLE_PICTURE }).expect(200);
  });

  it('are overtaken by ordinary pictures', async () => {
    app = await startApp();
    const done: string[] = [];
    const asked = (['view', 'classify', 'draw'] as const).map((method) => jest.spyOn(pool(), method));
    const explaining = explain()
      .expect(200)
      .then(() => done.push('explanation'));
    await until(() => pool().jobs === 1);
    for (let i = 0; i < 5; i++) {
      await app.predict({ image_base64: EXAMPLE_PICTURE }).expect(200);
      done.push('picture');
    }
    await explaining;
    expect(done).toEqual([...new Array<string>(5).fill('picture'), 'explanation']);
    const givesWay = asked.map(
      ({ mock }) => mock.calls.filter(([, deadline]) => deadline?.givesWay === true).length,
    );
    // The view; the whole picture and 196 pieces, but not the five; two drawings.
    expect(givesWay).toEqual([1, 197, 2]);
  });

  it('end with their deadline', async () => {
    app = await startApp();
    paused.pause(pool().processIds[0]!);
    const picture = app.predict({ image_base64: EXAMPLE_PICTURE }).then(({ status }) => status);
    await until(() => pool().jobs === 1);
    expectProblem(await explain().set('X-Request-Timeout-Ms', '200'), 'deadline_exceeded');
    paused.resume();
    expect(await picture).toBe(200);
    await explain({ grid: 2 }).expect(200);
  });

  it('end with their client, and nothing more is worked on for nobody', async () => {
    app = await startApp();
    const ended = records();
    paused.pause(pool().processIds[0]!);
    const socket: Socket = connect(app.port, '127.0.0.1');
    socket.on('error', () => undefined);
    const head = `POST /explain?grid=14 HTTP/1.1\r\nHost: x\r\nContent-Type: image/jpeg\r\nContent-Length: ${FROG.length}\r\n\r\n`;
    socket.write(Buffer.concat([Buffer.from(head), FROG]));
    await until(() => pool().jobs === 1);
    socket.destroy();
    await until(() => ended.length === 1);
    paused.resume();
    await until(() => pool().jobs === 0);
    await sleep(100);
    expect(pool().jobs).toBe(0);
    // Its slot is free again.
    await explain({ grid: 2 }).expect(200);
    expect(ended[0]).toMatchObject({
      route: '/explain',
      status: undefined,
      code: undefined,
      stages: { length: 3 },
    });
  });

  it('fail with the worker that ends over them, as a classification does', async () => {
    app = await startApp();
    paused.pause(pool().processIds[0]!);
    const pending = explain().then((response) => response);
    await until(() => pool().jobs === 1);
    paused.kill(pool().processIds[0]!);
    expectProblem(await pending, 'worker_crashed');
    await until(() => pool().processIds.length === 1);
    await explain({ grid: 2 }).expect(200);
  });

  it('are one picture in the record of their request, with the stages that only they have', async () => {
    app = await startApp();
    const ended = records();
    await explain({ grid: 3 }).expect(200);
    await app.http.post('/explain/view').send({ image_base64: EXAMPLE_PICTURE }).expect(200);
    await until(() => ended.length === 2);
    const [explained, viewed] = ended as [RequestRecord, RequestRecord];
    expect(explained).toMatchObject({ route: '/explain', status: 200, labels: 1 });
    const stages = ['receive', 'parse', 'parse', 'occlude', 'draw'];
    expect(explained.stages.map(({ stage }) => stage)).toEqual(stages);
    expect(explained.pictures).toMatchObject([
      { code: undefined, facts: { format: 'jpeg' }, best: { label: expect.any(String) as unknown } },
    ]);
    expect(Object.keys(explained.pictures[0]!.timings)).toEqual([
      'queue',
      'base64',
      'decode',
      'preprocess',
      'inference',
    ]);
    expect(viewed).toMatchObject({ route: '/explain/view', status: 200, labels: undefined });
    expect(viewed.stages.map(({ stage }) => stage)).toEqual(['receive', 'parse', 'parse', 'draw']);
    expect(viewed.pictures).toMatchObject([{ code: undefined, facts: { format: 'jpeg' }, best: undefined }]);
    expect(Object.keys(viewed.pictures[0]!.timings)).toEqual(['queue', 'base64', 'decode', 'preprocess']);
  });
});
