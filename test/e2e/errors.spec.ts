import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { PROBLEMS, type ErrorCode } from '../../src/errors.js';
import { PREDICT_EXAMPLES } from '../../src/predict/predict.examples.js';
import { startApp, type RunningApp } from '../support/app.js';
import { expectProblem } from '../support/problem.js';

const FROG = readFileSync(new URL('../../docs/pictures/frog-small.jpg', import.meta.url)).toString('base64');
const JSON_TYPE = 'application/json';

describe('the problems of POST /predict', () => {
  let app: RunningApp;
  beforeAll(async () => {
    app = await startApp();
  });
  afterAll(() => app.close());

  const send = (body: string | Buffer, type = JSON_TYPE) =>
    app.http
      .post('/predict')
      .set('Content-Type', type)
      .serialize((data: unknown) => data as string)
      .send(body as string);

  it.each([
    ['text that is no JSON', '{"image_base64": '],
    ['an empty body', ''],
    ['NaN, which JSON does not know', `{"image_base64":"${FROG}","confidence_threshold":NaN}`],
    ['50,000 levels of nesting', `${'['.repeat(50_000)}${']'.repeat(50_000)}`],
    ['nesting within an unknown field', `{"image_base64":"","x":${'{"x":'.repeat(40)}1${'}'.repeat(40)}}`],
  ])('malformed_json: %s', async (_name, body) => {
    expectProblem(await send(body), 'malformed_json');
  });

  it('malformed_json: bytes that are not UTF-8, which are refused and not replaced', async () => {
    const body = Buffer.concat([
      Buffer.from('{"image_base64":"'),
      Buffer.from([0xc3, 0x28]),
      Buffer.from('"}'),
    ]);
    const { detail } = expectProblem(await send(body), 'malformed_json');
    expect(detail).toContain('not UTF-8');
  });

  it.each([
    ['a missing picture', {}, ['image_base64']],
    ['a picture that is a number', { image_base64: 1 }, ['image_base64']],
    ['a picture that is null', { image_base64: null }, ['image_base64']],
    [
      'a threshold in a string, which is not coerced',
      { image_base64: FROG, confidence_threshold: '0.5' },
      ['confidence_threshold'],
    ],
    ['a threshold of null', { image_base64: FROG, confidence_threshold: null }, ['confidence_threshold']],
    ['a threshold below 0', { image_base64: FROG, confidence_threshold: -0.01 }, ['confidence_threshold']],
    ['a threshold above 1', { image_base64: FROG, confidence_threshold: 1.01 }, ['confidence_threshold']],
    ['an unknown field', { image_base64: FROG, treshold: 0.5 }, ['treshold']],
    [
      'everything wrong at once',
      { confidence_threshold: true, a: 1, b: 2 },
      ['a', 'b', 'confidence_threshold', 'image_base64'],
    ],
  ])('validation_failed: %s', async (_name, body, fields) => {
    const { errors, detail } = expectProblem(await app.predict(body), 'validation_failed');
    expect(errors?.map(({ field }) => field).sort()).toEqual(fields);
    for (const field of fields) expect(detail).toContain(field);
  });

  it.each([
    ['an infinite threshold', `{"image_base64":"${FROG}","confidence_threshold":1e999}`],
    [
      'a key __proto__, which is refused and not obeyed',
      `{"image_base64":"${FROG}","__proto__":{"confidence_threshold":0}}`,
    ],
    ['a key constructor', `{"image_base64":"${FROG}","constructor":{"prototype":{"x":1}}}`],
    ['a key toString', `{"image_base64":"${FROG}","toString":1}`],
    ['an array of bodies', `[{"image_base64":"${FROG}"}]`],
    ['a string', '"x"'],
    ['null', 'null'],
  ])('validation_failed: %s', async (_name, body) => {
    expectProblem(await send(body), 'validation_failed');
    expect(({} as Record<string, unknown>).x).toBeUndefined();
  });

  it('invalid_base64: says where the first wrong character stands', async () => {
    const { detail } = expectProblem(await app.predict({ image_base64: 'AAAA*AAA' }), 'invalid_base64');
    expect(detail).toContain('position 4');
  });

  it.each(['', ' \n', 'data:image/png;base64,'])('image_empty: %j', async (image_base64) => {
    expectProblem(await app.predict({ image_base64 }), 'image_empty');
  });

  it('unsupported_image_format: says what it looks like and what is accepted', async () => {
    const svg = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>').toString('base64');
    const { detail } = expectProblem(await app.predict({ image_base64: svg }), 'unsupported_image_format');
    expect(detail).toMatch(/JPEG, PNG, WebP, GIF, BMP or TIFF.*SVG/);
  });

  it.each([
    ['a form', 'application/x-www-form-urlencoded', undefined],
    ['no type', '', undefined],
    ['another character set', 'application/json; charset=utf-16', undefined],
    ['a compressed body', JSON_TYPE, 'gzip'],
  ])('unsupported_media_type: %s', async (_name, type, encoding) => {
    const pending = send(`{"image_base64":"${FROG}"}`, type);
    if (encoding !== undefined) pending.set('Content-Encoding', encoding);
    expectProblem(await pending, 'unsupported_media_type');
  });

  it.each(['application/json; charset=UTF-8', 'Application/JSON;charset="utf-8"'])(
    'takes the type %s',
    async (type) => {
      expect((await send(`{"image_base64":"${FROG}"}`, type)).status).toBe(200);
    },
  );

  it('never repeats anything of the payload', async () => {
    const secret = 'c2VjcmV0LXBpY3R1cmU*';
    for (const response of [
      await app.predict({ image_base64: secret }),
      await app.predict({ image_base64: 1, confidence_threshold: secret }),
      await send(`{"image_base64":"${secret}"`),
      await send(`{"image_base64":${secret}}`),
    ]) {
      expect(response.status).toBeGreaterThanOrEqual(400);
      expect(response.text).not.toContain('c2VjcmV0');
    }
  });

  it.each(Object.entries(PREDICT_EXAMPLES))(
    'answers the documented example %s as its name says',
    async (name, { value }) => {
      const response = await app.predict(value);
      if (name in PROBLEMS) expectProblem(response, name as ErrorCode);
      else {
        expect(response.status).toBe(200);
        expect((response.body as { predictions: unknown[] }).predictions.length).toBeGreaterThan(0);
      }
    },
  );
});

describe('the problems of every path', () => {
  let app: RunningApp;
  beforeAll(async () => {
    app = await startApp();
  });
  afterAll(() => app.close());

  it('not_found for a path that does not exist', async () => {
    expectProblem(await app.http.get('/predictions'), 'not_found');
  });

  it.each([
    ['get', '/predict', 'POST'],
    ['delete', '/model', 'GET, HEAD'],
    ['post', '/health/live', 'GET, HEAD'],
  ] as const)('method_not_allowed for %s %s, with Allow', async (method, path, allow) => {
    const response = await app.http[method](path);
    expectProblem(response, 'method_not_allowed');
    expect(response.headers.allow).toBe(allow);
  });

  it('takes over an acceptable X-Request-Id and replaces any other', async () => {
    const kept = await app.http.get('/nothing').set('X-Request-Id', 'order-4711.a');
    expect(kept.headers['x-request-id']).toBe('order-4711.a');
    expectProblem(kept, 'not_found');
    const replaced = await app.http.get('/nothing').set('X-Request-Id', 'a b'.repeat(100));
    expect(replaced.headers['x-request-id']).toMatch(/^[0-9a-f-]{36}$/);
  });

  it('answers a path that cannot be decoded with 4xx', async () => {
    const response = await app.http.get('/%E0%A4%A');
    expect(response.status).toBeGreaterThanOrEqual(400);
    expect(response.status).toBeLessThan(500);
  });
});
