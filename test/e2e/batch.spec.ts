import { once } from 'node:events';
import { request, type IncomingMessage } from 'node:http';
import { text } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { AdmissionService } from '../../src/admission/admission.service.js';
import { BodyBuffers } from '../../src/http/body-buffers.js';
import { EXAMPLE_PICTURE } from '../../src/predict/example-picture.js';
import { BATCH_EXAMPLES } from '../../src/predict/batch/batch.openapi.js';
import { WorkerPool } from '../../src/workers/worker-pool.js';
import { startApp, type RunningApp } from '../support/app.js';
import { batchIn, type BatchAnswer, type BatchResult } from '../support/batch.js';
import { answerIn, sendForm, sendRaw } from '../support/doors.js';
import { base64Input, postInference } from '../support/open-inference.js';
import { PausedProcesses } from '../support/paused-processes.js';
import { furtherPictures, invalidPictures, validPictures } from '../support/pictures.js';
import { expectProblem } from '../support/problem.js';
import { until } from '../support/until.js';

const FROG = Buffer.from(EXAMPLE_PICTURE, 'base64');
const PICTURE = { image_base64: EXAMPLE_PICTURE };
const frogs = (count: number) => ({ images: new Array<object>(count).fill(PICTURE) });

const batch = (app: RunningApp, body: object) => app.http.post('/predict/batch').send(body);

describe('POST /predict/batch', () => {
  let app: RunningApp;
  beforeAll(async () => {
    app = await startApp({ WORKERS: '2' });
  });
  afterAll(() => app.close());

  it('answers with a result for each picture, in order, with the ids that were given', async () => {
    const images = [{ id: 'a', ...PICTURE }, PICTURE, { id: 'a', ...PICTURE }];
    const { results, counts } = batchIn(await batch(app, { images }).expect(200));
    const { predictions } = answerIn(await app.predict(PICTURE).expect(200));
    expect(results).toEqual(
      ['a', undefined, 'a'].map((id, index) => ({
        index,
        ...(id === undefined ? {} : { id }),
        status: 200,
        predictions,
        latency_ms: expect.any(Number),
      })),
    );
    for (const { latency_ms } of results) expect(latency_ms).toBeGreaterThan(0);
    expect(counts).toEqual({ total: 3, succeeded: 3, failed: 0 });
  });

  it('names the model, and takes the threshold and top_k for all', async () => {
    const all = answerIn(await app.predict({ ...PICTURE, confidence_threshold: 0 })).predictions;
    const response = await batch(app, { ...frogs(2), confidence_threshold: 0, top_k: 2 }).expect(200);
    expect(response.headers['x-model']).toContain('simulated');
    for (const { predictions } of batchIn(response).results) expect(predictions).toEqual(all.slice(0, 2));
  });

  /** Pictures in batches of as many as there may be. */
  const inBatches = async <T>(pictures: readonly T[], ask: (some: T[]) => Promise<BatchAnswer>) => {
    const results: BatchResult[] = [];
    for (let at = 0; at < pictures.length; at += 32)
      results.push(...(await ask(pictures.slice(at, at + 32))).results);
    return results;
  };

  it('gives every picture and every broken file what POST /predict gives it, as JSON and as files', async () => {
    const all = [
      ...[...validPictures, ...invalidPictures, ...furtherPictures.valid, ...furtherPictures.invalid],
      // Clients leave folders out of the names of files.
    ].map(({ name, bytes }) => ({ name: name.slice(name.lastIndexOf('/') + 1), bytes }));
    const json = await inBatches(all, async (some) =>
      batchIn(
        await batch(app, {
          images: some.map(({ name, bytes }) => ({ id: name, image_base64: bytes.toString('base64') })),
          confidence_threshold: 0,
        }).expect(200),
      ),
    );
    const form = await inBatches(all, async (some) =>
      batchIn(
        await sendForm(
          app,
          [
            ...some.map(({ name, bytes }) => ['file', bytes, name] as const),
            ['confidence_threshold', '0'] as const,
          ],
          '/predict/batch',
        ).expect(200),
      ),
    );
    expect(json).toHaveLength(all.length);
    for (const [i, { name, bytes }] of all.entries()) {
      const alone = await app.predict({ image_base64: bytes.toString('base64'), confidence_threshold: 0 });
      for (const { index, id, status, predictions, problem } of [json[i]!, form[i]!]) {
        expect({ index, id, status }).toEqual({ index: i % 32, id: name, status: alone.status });
        if (status === 200) expect(predictions).toEqual(answerIn(alone).predictions);
        else {
          const { code, detail, type, title } = alone.body as Record<string, string>;
          expect(problem).toMatchObject({ code, detail, type, title, status });
        }
      }
    }
  });

  it('keeps what is wrong with one picture from its neighbours, and says what it is', async () => {
    const wrong: [unknown, string, RegExp][] = [
      [{ image_base64: 'AAAA*AAA' }, 'invalid_base64', /position 4/],
      [{ image_base64: '' }, 'image_empty', /no bytes/],
      [{ id: 'n', image_base64: 7 }, 'validation_failed', /^images\[2\]\.image_base64: .*the number 7$/],
      [{ id: 'm' }, 'validation_failed', /^images\[3\]\.image_base64: .*received nothing$/],
      [{ ...PICTURE, id: '' }, 'validation_failed', /^images\[4\]\.id: .*1 to 128 .*string of 0 characters$/],
      [{ ...PICTURE, id: 'x'.repeat(129) }, 'validation_failed', /^images\[5\]\.id: .*129 characters$/],
      [{ ...PICTURE, id: 'x'.repeat(9000) }, 'validation_failed', /^images\[6\]\.id: .*9000 bytes$/],
      [{ ...PICTURE, id: null }, 'validation_failed', /^images\[7\]\.id: .*null$/],
      [{ ...PICTURE, top_k: 1 }, 'validation_failed', /^images\[8\]\.top_k: expected no such field/],
      [null, 'validation_failed', /^images\[9\]: expected a JSON object, received null$/],
      [EXAMPLE_PICTURE, 'validation_failed', /^images\[10\]: .*a string of \d+ characters$/],
      [[PICTURE], 'validation_failed', /^images\[11\]: .*an array of 1 items$/],
    ];
    const response = await batch(app, { images: [...wrong.map(([image]) => image), PICTURE] }).expect(200);
    const { results, counts } = batchIn(response);
    expect(counts).toEqual({ total: 13, succeeded: 1, failed: 12 });
    for (const [i, [, code, detail]] of wrong.entries()) {
      const { index, status, problem, predictions } = results[i]!;
      expect({ index, code: problem?.code }).toEqual({ index: i, code });
      expect(problem?.detail).toMatch(detail);
      expect(problem?.status).toBe(status);
      expect(problem?.request_id).toBe(response.headers['x-request-id']);
      expect(predictions).toBeUndefined();
    }
    expect(results[2]!.problem?.errors?.[0]?.field).toBe('images[2].image_base64');
    expect(results.map(({ id }) => id).filter(Boolean)).toEqual(['n', 'm']);
    expect(results[12]!.status).toBe(200);
  });

  it.each<[string, object, string, string]>([
    ['no images', {}, 'images', 'expected an array of pictures, received nothing'],
    [
      'images that are none',
      { images: PICTURE },
      'images',
      'expected an array of pictures, received an object',
    ],
    ['an empty array', { images: [] }, 'images', 'expected 1 to 32 pictures, received none'],
    ['a wrong threshold', { ...frogs(1), confidence_threshold: 2 }, 'confidence_threshold', 'the number 2'],
    ['an unknown field', { ...frogs(1), image_base64: 'x' }, 'image_base64', 'no such field'],
  ])('validation_failed as a whole: %s', async (_name, body, field, detail) => {
    const problem = expectProblem(await batch(app, body), 'validation_failed');
    expect(problem.errors?.map((error) => error.field)).toEqual([field]);
    expect(problem.detail).toContain(detail);
  });

  it('validation_failed as a whole: forms without files, with other parts, and options in the query', async () => {
    const form = (parts: Parameters<typeof sendForm>[1], query = '') =>
      sendForm(app, parts, `/predict/batch${query}`);
    expect(expectProblem(await form([['top_k', '1']]), 'validation_failed').detail).toBe(
      'file: expected 1 to 32 pictures, received none',
    );
    const other = await form([
      ['file', FROG],
      ['files', 'two'],
      ['top_k', 'a'],
    ]);
    expect(expectProblem(other, 'validation_failed').errors?.map(({ field }) => field)).toEqual([
      'top_k',
      'files',
    ]);
    expectProblem(await form([['file', FROG]], '?threshold=0'), 'validation_failed');
    expectProblem(await app.http.post('/predict/batch?top_k=1').send(frogs(1)), 'validation_failed');
  });

  it.each(['file[]', 'image', 'files'])(
    'names the field for pictures where they come as %s',
    async (name) => {
      const parts = [
        [name, FROG],
        [name, FROG],
        ['top_k', '1'],
      ] as const;
      const { errors } = expectProblem(await sendForm(app, parts, '/predict/batch'), 'validation_failed');
      const detail =
        'expected the pictures, 1 to 32, each in a field called file; received a file under this name';
      expect(errors).toEqual([{ field: name, detail }]);
    },
  );

  it('takes a hundred fields beside the files of a form, and no more', async () => {
    const fields = new Array<readonly [string, string]>(101).fill(['top_k', '']);
    const parts = [['file', FROG], ...fields] as const;
    await sendForm(app, parts.slice(0, -1), '/predict/batch').expect(200);
    const { detail } = expectProblem(await sendForm(app, parts, '/predict/batch'), 'validation_failed');
    expect(detail).toContain('expected at most 100 fields, received 101');
  });

  it('malformed_json and malformed_multipart as a whole', async () => {
    const broken = app.http
      .post('/predict/batch')
      .set('Content-Type', 'application/json')
      .send('{"images":[');
    expectProblem(await broken, 'malformed_json');
    const type = 'multipart/form-data; boundary=b';
    expectProblem(
      await app.http.post('/predict/batch').set('Content-Type', type).send('--b\r\n'),
      'malformed_multipart',
    );
  });

  it('batch_too_large: more pictures than BATCH_MAX_ITEMS, and how many there may be', async () => {
    const { detail } = expectProblem(await batch(app, frogs(33)), 'batch_too_large');
    expect(detail).toContain('expected at most 32 pictures in a batch (BATCH_MAX_ITEMS), received 33');
    const files = Array.from({ length: 33 }, () => ['file', FROG] as const);
    expectProblem(await sendForm(app, files, '/predict/batch'), 'batch_too_large');
    expect(batchIn(await batch(app, frogs(32)).expect(200)).counts.succeeded).toBe(32);
  });

  it('unsupported_media_type for a picture as it is, with the types that are taken', async () => {
    const { detail } = expectProblem(
      await sendRaw(app, FROG).then(() =>
        app.http.post('/predict/batch').set('Content-Type', 'image/jpeg').send('x'),
      ),
      'unsupported_media_type',
    );
    expect(detail).toBe(
      'expected the header Content-Type: application/json (in UTF-8), multipart/form-data; received another',
    );
  });

  it('not_acceptable for a client that takes neither JSON nor lines of it', async () => {
    const { detail } = expectProblem(await batch(app, frogs(1)).set('Accept', 'text/csv'), 'not_acceptable');
    expect(detail).toContain('application/json or application/x-ndjson');
  });

  it('takes an empty file, and files without names', async () => {
    const boundary = 'b';
    const part = (head: string, content: Buffer) =>
      Buffer.concat([
        Buffer.from(`--b\r\nContent-Disposition: form-data; name="file"${head}\r\n\r\n`),
        content,
        Buffer.from('\r\n'),
      ]);
    const names = ['', '; filename=""', '; filename="a.jpg"', `; filename="${'n'.repeat(200)}"`];
    const body = Buffer.concat([
      ...names.map((head) => part(head, FROG)),
      part('; filename="empty"', Buffer.alloc(0)),
      Buffer.from('--b--'),
    ]);
    const response = await app.http
      .post('/predict/batch')
      .set('Content-Type', `multipart/form-data; boundary=${boundary}`)
      .serialize((data: unknown) => data as string)
      .send(body as unknown as string)
      .expect(200);
    const { results } = batchIn(response);
    expect(results.map(({ id }) => id)).toEqual([undefined, undefined, 'a.jpg', 'n'.repeat(128), 'empty']);
    expect(results.map(({ status }) => status)).toEqual([200, 200, 200, 200, 422]);
  });

  it('gives the memory of a body back once, when nothing reads it any more', async () => {
    const giveBack = jest.spyOn(app.app.get(BodyBuffers, { strict: false }), 'giveBack');
    try {
      const images = Array.from({ length: 20 }, () => ({
        image_base64: EXAMPLE_PICTURE + ' '.repeat(5000),
      }));
      const classify = jest.spyOn(app.app.get(WorkerPool), 'classify');
      const { counts } = batchIn(await batch(app, { images }).expect(200));
      expect(counts.succeeded).toBe(20);
      const pictures = classify.mock.calls.map(([{ bytes }]) => bytes);
      expect(pictures).toHaveLength(20);
      const given = giveBack.mock.calls.filter(([{ buffer }]) => buffer === pictures[0]!.buffer);
      expect(given).toHaveLength(1);
      for (const { buffer } of pictures) expect(buffer).toBe(pictures[0]!.buffer);
      const lastBegun = Math.max(...classify.mock.invocationCallOrder);
      const order = giveBack.mock.invocationCallOrder[giveBack.mock.calls.indexOf(given[0]!)];
      expect(order).toBeGreaterThan(lastBegun);
      classify.mockRestore();
    } finally {
      giveBack.mockRestore();
    }
  });

  it.each(Object.entries(BATCH_EXAMPLES))(
    'answers the documented example %s as it says',
    async (name, { value }) => {
      const response = await batch(app, value);
      if (name === 'validation_failed') expectProblem(response, 'validation_failed');
      else {
        expect(batchIn(response.status === 200 ? response : ({ body: {} } as never)).counts).toEqual({
          total: 3,
          succeeded: 2,
          failed: 1,
        });
      }
    },
  );
});

describe('a batch among others', () => {
  let app: RunningApp;
  const paused = new PausedProcesses();
  afterEach(async () => {
    paused.resume();
    await app.close();
  });

  it('may be of 128 pictures, where BATCH_MAX_ITEMS says so', async () => {
    app = await startApp({ WORKERS: '2', BATCH_MAX_ITEMS: '128' });
    const { counts } = batchIn(await batch(app, frogs(128)).expect(200));
    expect(counts).toEqual({ total: 128, succeeded: 128, failed: 0 });
    expectProblem(await batch(app, frogs(129)), 'batch_too_large');
  });

  it('takes no more of the workers at a time than two pictures each, and no place in the queue', async () => {
    app = await startApp({ WORKERS: '1' });
    const pool = app.app.get(WorkerPool);
    paused.pause(pool.processIds[0]!);
    const pending = batch(app, frogs(20)).then();
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
    const pending = batch(app, frogs(12)).then();
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
    const pending = batch(app, frogs(6)).set('X-Request-Timeout-Ms', '700').then();
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
    const sent = request({
      host: '127.0.0.1',
      port: app.port,
      path: '/predict/batch',
      method: 'POST',
      headers: {
        'Content-Type': 'application/json',
        'Content-Length': body.length,
        Expect: '100-continue',
        'X-Request-Timeout-Ms': 1000,
      },
    });
    sent.flushHeaders();
    await once(sent, 'continue');
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
      Promise.all(Array.from({ length: 6 }, () => batch(app, frogs(16)).expect(200))),
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
    expectProblem(await batch(app, frogs(3)), 'overloaded');
    paused.resume();
    await Promise.all(others);
  });

  it('counts as so many requests in the rate limit, and may use up more than is left', async () => {
    app = await startApp({ RATE_LIMIT: '10/1h' });
    const left = async (count: number) => {
      const { status, headers } = await batch(app, frogs(count));
      return [status, /r=(\d+)/.exec(headers.ratelimit ?? '')?.[1]];
    };
    expect(await left(4)).toEqual([200, '6']);
    expect(await left(1)).toEqual([200, '5']);
    expect(await left(8)).toEqual([200, '0']);
    const { detail } = expectProblem(await batch(app, frogs(1)), 'rate_limited');
    expect(detail).toContain('expected at most 10 requests in 3600 s');
    await app.predict(PICTURE).expect(429);
  });

  it('is refused where others use up the rate limit while its body comes', async () => {
    app = await startApp({ RATE_LIMIT: '10/1h' });
    const body = JSON.stringify(frogs(2));
    const sent = request({
      host: '127.0.0.1',
      port: app.port,
      path: '/predict/batch',
      method: 'POST',
      headers: { 'Content-Type': 'application/json', 'Content-Length': body.length, Expect: '100-continue' },
    });
    sent.flushHeaders();
    await once(sent, 'continue');
    await batch(app, frogs(12)).expect(200);
    sent.end(body);
    const [response] = (await once(sent, 'response')) as [IncomingMessage];
    expect(response.statusCode).toBe(429);
    expect(response.headers['retry-after']).toMatch(/^3[56]\d\d$/);
    await text(response);
  });
});
