import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { EXAMPLE_PICTURE } from '../../src/predict/example-picture.js';
import { startApp, type RunningApp } from '../support/app.js';
import { answerIn, sendForm, sendRaw } from '../support/doors.js';
import { furtherPictures, invalidPictures, validPictures } from '../support/pictures.js';
import { expectProblem } from '../support/problem.js';
import { exchange } from '../support/raw-http.js';

const FROG = Buffer.from(EXAMPLE_PICTURE, 'base64');
const PHOTO = readFileSync(new URL('../../docs/pictures/photo-like-500x375.jpg', import.meta.url));

describe('the same picture through every door', () => {
  let app: RunningApp;
  beforeAll(async () => {
    app = await startApp();
  });
  afterAll(() => app.close());

  it.each([...validPictures, ...furtherPictures.valid].map(({ name, bytes }) => [name, bytes] as const))(
    'gets the same answer: %s',
    async (_name, bytes) => {
      const json = await app
        .predict({ image_base64: bytes.toString('base64'), confidence_threshold: 0 })
        .expect(200);
      const raw = await sendRaw(app, bytes, 'application/octet-stream', '?threshold=0').expect(200);
      const form = await sendForm(app, [
        ['confidence_threshold', '0'],
        ['file', bytes],
      ]).expect(200);
      const { predictions } = answerIn(json);
      expect(predictions).toHaveLength(4);
      expect(answerIn(raw).predictions).toEqual(predictions);
      expect(answerIn(form).predictions).toEqual(predictions);
    },
  );

  it.each([...invalidPictures, ...furtherPictures.invalid].map(({ name, bytes }) => [name, bytes] as const))(
    'gets the same problem: %s',
    async (_name, bytes) => {
      const { code, status, detail } = (await app.predict({ image_base64: bytes.toString('base64') }))
        .body as Record<string, unknown>;
      for (const response of [await sendRaw(app, bytes), await sendForm(app, [['file', bytes]])]) {
        expect(response.body).toMatchObject({ code, status, detail });
      }
    },
  );
});

describe('POST /predict with a picture as it is', () => {
  let app: RunningApp;
  beforeAll(async () => {
    app = await startApp({ MAX_BODY_BYTES: '200000' });
  });
  afterAll(() => app.close());

  it.each([
    'image/jpeg',
    'image/*',
    'IMAGE/JPEG; a=b',
    'image/svg+xml',
    'application/octet-stream',
    'binary/octet-stream',
  ])('takes the type %s, and believes the content and not the type', async (type) => {
    const response = await sendRaw(app, FROG, type, '?threshold=0').expect(200);
    expect(answerIn(response).predictions).toHaveLength(4);
    expect(response.headers['x-model']).toContain('simulated');
  });

  it('answers as JSON does: defaults, headers, stages, but no base64 among them', async () => {
    const raw = await sendRaw(app, PHOTO).expect(200);
    expect(Object.keys(answerIn(raw))).toEqual(['predictions', 'latency_ms']);
    const json = await app.predict({ image_base64: PHOTO.toString('base64') }).expect(200);
    expect(answerIn(raw).predictions).toEqual(answerIn(json).predictions);
    const stages = (raw.headers['server-timing'] ?? '').split(', ').map((entry) => entry.split(';')[0]);
    expect(stages).toEqual([
      'validate',
      'queue',
      'decode',
      'preprocess',
      'inference',
      'postprocess',
      'total',
    ]);
  });

  it('takes threshold and top_k from the query', async () => {
    const all = answerIn(await sendRaw(app, FROG, 'image/jpeg', '?threshold=0')).predictions;
    const ask = async (query: string) => answerIn(await sendRaw(app, FROG, 'image/jpeg', query)).predictions;
    expect(await ask('?threshold=0&top_k=2')).toEqual(all.slice(0, 2));
    expect(await ask('?confidence_threshold=0&top_k=1')).toEqual(all.slice(0, 1));
    expect(await ask(`?threshold=${all[1]!.confidence}`)).toEqual(all.slice(0, 2));
    expect(await ask('?threshold=1e0')).toEqual([]);
    expect(await ask('?threshold=0&top_k=')).toEqual(all);
    expect(await ask('?threshold=&confidence_threshold=0')).toEqual(all);
    expect(await ask('?')).toEqual(all.filter(({ confidence }) => confidence >= 0.5));
  });

  it.each([
    ['?threshold=2', ['threshold'], 'expected a number from 0 to 1, received the number 2'],
    ['?threshold=half', ['threshold'], 'expected a number from 0 to 1, received a string of 4 characters'],
    ['?confidence_threshold=-1', ['confidence_threshold'], 'received the number -1'],
    ['?top_k=0', ['top_k'], 'expected a whole number of at least 1, received the number 0'],
    ['?top_k=1.5', ['top_k'], 'expected a whole number of at least 1, received the number 1.5'],
    ['?threshold=0&threshold=0', ['threshold'], 'expected once, received 2 times'],
    ['?threshold=0&confidence_threshold=0', ['threshold'], 'received both'],
    ['?treshold=0', ['treshold'], 'expected no such field'],
    ['?threshold=%zz&top_k=a&x=1', ['threshold', 'top_k', 'x'], 'expected no such field'],
    ['?__proto__=1', ['__proto__'], 'expected no such field'],
    [`?${'top_k=&'.repeat(101)}`, undefined, 'expected at most 100 fields, received 101'],
  ])('refuses the query %s', async (query, fields, text) => {
    const { errors, detail } = expectProblem(
      await sendRaw(app, FROG, 'image/jpeg', query),
      'validation_failed',
    );
    expect(errors?.map(({ field }) => field)).toEqual(fields);
    expect(detail).toContain(text);
  });

  it('refuses options in the query beside a body that has fields for them, and leaves all else there alone', async () => {
    const json = (query: string) => app.http.post(`/predict${query}`).send({ image_base64: EXAMPLE_PICTURE });
    for (const name of ['threshold', 'confidence_threshold', 'top_k']) {
      const { errors } = expectProblem(await json(`?${name}=1`), 'validation_failed');
      expect(errors?.map(({ field }) => field)).toEqual([name]);
      const form = await sendForm(app, [['file', FROG]], `/predict?${name}=1`);
      expectProblem(form, 'validation_failed');
    }
    await json('?trace=1').expect(200);
    await sendForm(app, [['file', FROG]], '/predict?trace=1').expect(200);
  });

  it('takes a body of no bytes for a picture without bytes', async () => {
    expectProblem(await sendRaw(app, Buffer.alloc(0)), 'image_empty');
    const bare = 'POST /predict HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Type: image/png\r\n\r\n';
    expect(await exchange(app.port, bare)).toContain('"code":"image_empty"');
  });

  it('takes a picture in chunks', async () => {
    const bytes = FROG.toString('latin1');
    const [half, rest] = [bytes.slice(0, 100), bytes.slice(100)];
    const answer = await exchange(
      app.port,
      'POST /predict?top_k=1&threshold=0 HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Type: image/png\r\n' +
        `Transfer-Encoding: chunked\r\n\r\n${half.length.toString(16)}\r\n${half}\r\n` +
        `${rest.length.toString(16)}\r\n${rest}\r\n0\r\n\r\n`,
    );
    expect(answer).toMatch(/^HTTP\/1.1 200 [^]*"latency_ms"/);
  });

  it('is bounded by MAX_BODY_BYTES', async () => {
    const { detail } = expectProblem(await sendRaw(app, Buffer.alloc(200_001)), 'payload_too_large');
    expect(detail).toContain('200000');
  });

  it.each([
    ['text/csv', undefined],
    ['application/x-www-form-urlencoded', undefined],
    ['video/mp4', undefined],
    ['multipart/mixed; boundary=a', undefined],
    ['image', undefined],
    ['image/jpeg; a=b; a=c', undefined],
    ['image/jpeg', 'gzip'],
  ])('refuses the type %s, encoded as %s', async (type, encoding) => {
    const pending = sendRaw(app, FROG, type);
    if (encoding !== undefined) pending.set('Content-Encoding', encoding);
    const { detail } = expectProblem(await pending, 'unsupported_media_type');
    if (encoding === undefined) {
      expect(detail).toBe(
        'expected the header Content-Type: application/json (in UTF-8), image/* or application/octet-stream (a picture ' +
          'as it is), multipart/form-data; received another',
      );
    }
  });
});
