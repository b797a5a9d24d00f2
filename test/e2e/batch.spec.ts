import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { BodyBuffers } from '../../src/http/body-buffers.js';
import { EXAMPLE_PICTURE } from '../../src/predict/example-picture.js';
import { BATCH_EXAMPLES } from '../../src/predict/batch/batch.openapi.js';
import { WorkerPool } from '../../src/workers/worker-pool.js';
import { startApp, type RunningApp } from '../support/app.js';
import { batchIn, frogs, PICTURE, postBatch, type BatchAnswer, type BatchResult } from '../support/batch.js';
import { answerIn, sendForm } from '../support/doors.js';
import { furtherPictures, invalidPictures, validPictures } from '../support/pictures.js';
import { expectProblem } from '../support/problem.js';

describe('POST /predict/batch', () => {
  let app: RunningApp;
  beforeAll(async () => {
    app = await startApp({ WORKERS: '2' });
  });
  afterAll(() => app.close());

  it('answers with a result for each picture, in order, with the ids that were given', async () => {
    const images = [{ id: 'a', ...PICTURE }, PICTURE, { id: 'a', ...PICTURE }];
    const { results, counts } = batchIn(await postBatch(app, { images }).expect(200));
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
    const response = await postBatch(app, { ...frogs(2), confidence_threshold: 0, top_k: 2 }).expect(200);
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
        await postBatch(app, {
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
      [[PICTURE], 'validation_failed', /^images\[11\]: .*an array of 1 item$/],
    ];
    const response = await postBatch(app, { images: [...wrong.map(([image]) => image), PICTURE] }).expect(
      200,
    );
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

  it('gives the memory of a body back once, when nothing reads it any more', async () => {
    const giveBack = jest.spyOn(app.app.get(BodyBuffers, { strict: false }), 'giveBack');
    try {
      const images = Array.from({ length: 20 }, () => ({
        image_base64: EXAMPLE_PICTURE + ' '.repeat(5000),
      }));
      const classify = jest.spyOn(app.app.get(WorkerPool), 'classify');
      const { counts } = batchIn(await postBatch(app, { images }).expect(200));
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
      const response = await postBatch(app, value);
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
