import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startApp, type RunningApp } from '../support/app.js';
import { batchIn, FROG, frogs, PICTURE, postBatch } from '../support/batch.js';
import { sendForm, sendRaw } from '../support/doors.js';
import { expectProblem } from '../support/problem.js';

describe('a batch that is refused as a whole', () => {
  let app: RunningApp;
  beforeAll(async () => {
    app = await startApp({ WORKERS: '2' });
  });
  afterAll(() => app.close());

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
    const problem = expectProblem(await postBatch(app, body), 'validation_failed');
    expect(problem.errors?.map((error) => error.field)).toEqual([field]);
    expect(problem.detail).toContain(detail);
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
    const { detail } = expectProblem(await postBatch(app, frogs(33)), 'batch_too_large');
    expect(detail).toContain('expected at most 32 pictures in a batch (BATCH_MAX_ITEMS), received 33');
    const files = Array.from({ length: 33 }, () => ['file', FROG] as const);
    expectProblem(await sendForm(app, files, '/predict/batch'), 'batch_too_large');
    expect(batchIn(await postBatch(app, frogs(32)).expect(200)).counts.succeeded).toBe(32);
  });

  it('unsupported_media_type for a picture as it is, with the types that are taken', async () => {
    const { detail } = expectProblem(
      await sendRaw(app, FROG, 'image/jpeg', '', '/predict/batch'),
      'unsupported_media_type',
    );
    expect(detail).toBe(
      'expected the header Content-Type: application/json (in UTF-8), multipart/form-data; received another',
    );
  });

  it('not_acceptable for a client that takes neither JSON nor lines of it', async () => {
    const { detail } = expectProblem(
      await postBatch(app, frogs(1)).set('Accept', 'text/csv'),
      'not_acceptable',
    );
    expect(detail).toContain('application/json or application/x-ndjson');
  });
});
