import { connect } from 'node:net';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { RequestObservers } from '../../src/http/request-observers.js';
import type { RequestRecord } from '../../src/http/request-record.js';
import { WorkerPool } from '../../src/workers/worker-pool.js';
import { startApp, type RunningApp } from '../support/app.js';
import { PausedProcesses } from '../support/paused-processes.js';
import { validPicture } from '../support/pictures.js';
import { until } from '../support/until.js';

const { bytes, width, height } = validPicture('jpeg-baseline-420.jpg');
const image_base64 = bytes.toString('base64');

describe('The record of a request', () => {
  const began: RequestRecord[] = [];
  const ended: RequestRecord[] = [];
  const stopped = new PausedProcesses();
  let app: RunningApp;
  beforeAll(async () => {
    app = await startApp();
    app.app.get(RequestObservers).add({
      began: (record) => began.push(record),
      ended: (record) => ended.push(record),
    });
  });
  afterEach(() => {
    stopped.resume();
    began.length = 0;
    ended.length = 0;
  });
  afterAll(() => app.close());

  const lastEnded = async () => {
    await until(() => ended.length > 0);
    return ended.at(-1)!;
  };

  it('tells what was asked, of which route, and what was answered', async () => {
    const body = JSON.stringify({ image_base64, confidence_threshold: 0 });
    await app.http.post('/predict?a=b').type('json').set('X-Request-Id', 'mine').send(body);
    const record = await lastEnded();
    expect(record).toMatchObject({
      requestId: 'mine',
      method: 'POST',
      path: '/predict',
      route: '/predict',
      status: 200,
      code: undefined,
      keyName: undefined,
      bytes: body.length,
      labels: 4,
    });
    expect(began).toEqual([record]);
  });

  it('knows the picture, the worker that had it and when', async () => {
    await app.predict({ image_base64 });
    const record = await lastEnded();
    const [picture] = record.pictures;
    expect(picture).toMatchObject({
      bytes: image_base64.length,
      code: undefined,
      facts: { format: 'jpeg', width, height },
      workedOn: { pid: app.app.get(WorkerPool).processIds[0] },
    });
    const worked = Object.entries(picture!.timings)
      .filter(([stage]) => stage !== 'queue')
      .reduce((sum, [, duration]) => sum + duration, 0);
    const { startedAt, endedAt, workedOn } = picture!;
    expect(workedOn!.startedAt).toBeGreaterThanOrEqual(startedAt);
    expect(workedOn!.startedAt + worked).toBeLessThanOrEqual(endedAt);
    expect(startedAt).toBeGreaterThanOrEqual(record.startedAt);
    expect(endedAt).toBeLessThanOrEqual(record.endedAt!);
  });

  it('has the stages of the request in their order', async () => {
    await app.predict({ image_base64 });
    const { stages } = await lastEnded();
    expect(stages.map(({ stage }) => stage)).toEqual(['receive', 'parse', 'parse', 'postprocess']);
    for (const { startedAt, endedAt } of stages) expect(endedAt).toBeGreaterThanOrEqual(startedAt);
  });

  it('knows the best label that was answered', async () => {
    const answer = await app.predict({ image_base64 });
    const record = await lastEnded();
    const [first] = (answer.body as { predictions: { label: string }[] }).predictions;
    expect(record.pictures[0]!.best!.label).toBe(first!.label);
  });

  it.each([
    { path: '/predict', body: { image_base64: 'AAAA' }, route: '/predict', code: 'unsupported_image_format' },
    { path: '/predict', body: {}, route: '/predict', code: 'validation_failed' },
    { path: '/nowhere', body: {}, route: undefined, code: 'not_found' },
    { path: '/v2/models/other/infer', body: {}, route: '/v2/models/:model/infer', code: 'not_found' },
  ])('has the code $code of POST $path', async ({ path, body, route, code }) => {
    await app.http.post(path).send(body);
    expect(await lastEnded()).toMatchObject({ route, code });
  });

  it('has the problem of a picture', async () => {
    await app.predict({ image_base64: 'AAAA' });
    expect((await lastEnded()).pictures).toMatchObject([
      { code: 'unsupported_image_format', bytes: 4, facts: undefined, best: undefined },
    ]);
  });

  it('has the wait of a picture that no worker came to before its deadline', async () => {
    const [pid] = app.app.get(WorkerPool).processIds;
    stopped.pause(pid!);
    // As many as the worker takes at a time, and one that waits.
    const held = Array.from({ length: 2 }, () => app.predict({ image_base64 }).then(({ status }) => status));
    await until(() => app.app.get(WorkerPool).jobs === 2);
    const late = await app.predict({ image_base64 }).set('X-Request-Timeout-Ms', '150');
    expect(late.body).toMatchObject({ code: 'deadline_exceeded' });
    const [picture] = (await lastEnded()).pictures;
    expect(picture).toMatchObject({ code: 'deadline_exceeded', workedOn: undefined });
    const { startedAt, endedAt, timings } = picture!;
    expect(timings).toEqual({ queue: endedAt - startedAt });
    stopped.resume();
    expect(await Promise.all(held)).toEqual([200, 200]);
    await until(() => ended.length === 3);
  });

  it('has every picture of a batch, those that were never asked for as well', async () => {
    const images = [{ image_base64 }, { image_base64: 'AAAA' }, {}];
    await app.http.post('/predict/batch').send({ images, confidence_threshold: 0 });
    const record = await lastEnded();
    expect(record.pictures.map(({ code }) => code).sort()).toEqual([
      'unsupported_image_format',
      'validation_failed',
      undefined,
    ]);
    expect(record.labels).toBe(4);
  });

  it('has every picture of an inference, and of a tensor no format', async () => {
    await app.http.post('/v2/models/tetrapod-simulated/infer').send({
      inputs: [
        {
          name: 'x',
          datatype: 'BYTES',
          shape: [2],
          data: [image_base64, image_base64],
          parameters: { content_type: 'base64' },
        },
      ],
    });
    const { pictures, stages } = await lastEnded();
    expect(pictures.map(({ facts }) => facts?.format)).toEqual(['jpeg', 'jpeg']);
    expect(stages.map(({ stage }) => stage)).toEqual(['receive', 'parse', 'postprocess']);
    ended.length = 0;
    const data = new Array<number>(3 * 224 * 224).fill(0);
    const { status } = await app.http.post('/v2/models/tetrapod-simulated/infer').send({
      inputs: [{ name: 'pixel_values', datatype: 'FP32', shape: [1, 3, 224, 224], data }],
    });
    expect(status).toBe(200);
    const [tensor] = (await lastEnded()).pictures;
    expect(tensor).toMatchObject({ facts: undefined, code: undefined, bytes: 4 * 3 * 224 * 224 });
    expect(tensor!.workedOn).toBeDefined();
  });

  it('has no status where the client leaves first', async () => {
    const socket = connect(app.port, '127.0.0.1');
    const head = 'POST /predict HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n';
    socket.write(`${head}Content-Length: 1000\r\n\r\n{`);
    await until(() => began.length > 0);
    socket.destroy();
    expect(await lastEnded()).toMatchObject({ status: undefined, pictures: [] });
  });
});
