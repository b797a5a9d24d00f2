import { gzipSync } from 'node:zlib';
import { afterEach, describe, expect, it } from '@jest/globals';
import { startApp, type RunningApp } from '../support/app.js';
import { base64Input, binaryPictures, postInference, withBinary } from '../support/open-inference.js';
import { invalidPictures, validPictures } from '../support/pictures.js';
import { exchange } from '../support/raw-http.js';
import { modelPath } from '../support/tiny-models.js';
import { errorOf } from '../support/open-inference-error.js';

const PICTURE = validPictures[0]!.bytes;
const INFER = '/v2/models/tetrapod-simulated/infer';
const SMALL_INFER = '/v2/models/colour-linear/infer';

describe('errors of POST .../infer', () => {
  let app: RunningApp;
  afterEach(() => app.close());

  const infer = (body: object | string, path = INFER) =>
    postInference(app, path, typeof body === 'string' ? body : JSON.stringify(body));

  it('are 400 for every picture that is refused, in either form, and say which and why', async () => {
    app = await startApp();
    for (const { bytes } of invalidPictures) {
      const [input, elements] = binaryPictures(PICTURE, bytes);
      const answers = await Promise.all([
        infer({ inputs: [base64Input(PICTURE, bytes)] }),
        postInference(app, INFER, ...withBinary({ inputs: [input] }, elements)),
      ]);
      for (const answer of answers) {
        expect(errorOf(answer, 400)).toMatch(/^inputs\[0\], picture 1 \(counted from 0\): (expected|the )/);
      }
    }
    expect((await infer({ inputs: [base64Input(PICTURE)] })).status).toBe(200);
  });

  it('are 400 for text that is not base64, and do not speak of fields of other doors', async () => {
    app = await startApp();
    const input = { ...base64Input(PICTURE), data: ['This is no base64!'] };
    const error = errorOf(await infer({ inputs: [input] }), 400);
    expect(error).toMatch(/^inputs\[0\], picture 0 \(counted from 0\): expected .* at position/);
    expect(error).not.toContain('image_base64');
  });

  const floats = (...values: number[]) =>
    Buffer.from(Float32Array.from({ length: 192 }, (_, i) => values[i] ?? 0).buffer);
  const numbers = (count: number) => new Array<number>(count).fill(0.5);
  const nested = (length: number, item: unknown) => new Array<unknown>(length).fill(item);

  it.each([
    ['NaN', floats(0, 1, NaN), /^inputs\[0\], picture 0 .*: expected finite numbers, .* at element 2/],
    ['an infinite number', floats(Infinity), /at element 0/],
    [
      'finite numbers whose scores are not',
      Buffer.from(new Float32Array(192).fill(3e38).buffer),
      /^inputs\[0\], picture 0 .*: expected a tensor for which the graph gives finite scores, .* received/,
    ],
    ['too few bytes', floats().subarray(4), /expected the 768 bytes .* received 764/],
    ['too many bytes', Buffer.concat([floats(), floats()]), /expected the 768 bytes .* received 1536/],
  ])('are 400 for a binary tensor with %s', async (_what, bytes, message) => {
    app = await startApp({ MODEL: modelPath('colour-linear') });
    const parameters = { binary_data_size: bytes.length };
    const input = { name: 'pixel_values', shape: [1, 3, 8, 8], datatype: 'FP32', parameters };
    const answer = await postInference(app, SMALL_INFER, ...withBinary({ inputs: [input] }, bytes));
    expect(errorOf(answer, 400)).toMatch(message);
  });

  it('are 400 for a tensor whose scores are no probabilities, where the graph should give some', async () => {
    app = await startApp({ MODEL: modelPath('linear-probabilities') });
    const input = { name: 'pixel_values', shape: [1, 3, 8, 8], datatype: 'FP32' };
    const path = '/v2/models/linear-probabilities/infer';
    const sound = await infer({ inputs: [{ ...input, data: numbers(192) }] }, path);
    expect(sound.status).toBe(200);
    const wild = await infer({ inputs: [{ ...input, data: numbers(192).fill(1000) }] }, path);
    expect(errorOf(wild, 400)).toMatch(
      /picture 0 .*: expected a tensor .* or probabilities where it says so/,
    );
  });

  it.each([
    [
      'too few numbers',
      numbers(191),
      /^inputs\[0\]\.data: expected 192 numbers, as shape says, received 191/,
    ],
    ['too many numbers', numbers(193), /received 193/],
    ['a number beyond 32 bits', [...numbers(191), 1e39], /^inputs\[0\]\.data: expected numbers that 32 bits/],
    ['null among them', [...numbers(191), null], /^inputs\[0\]\.data: expected numbers only, received null/],
    ['text among them', [...numbers(192), 'x'], /^inputs\[0\]\.data: expected an array of numbers/],
    [
      'channels last, where shape says first',
      nested(1, nested(8, nested(8, numbers(3)))),
      /nested as shape says, \[1, 3, 8, 8\]; received \[1, 8, 8, 3\]/,
    ],
    ['rows of different lengths', [numbers(100), numbers(92)], /^inputs\[0\]\.data: .* another nesting/],
  ])('are 400 for JSON with %s', async (_what, data, message) => {
    app = await startApp({ MODEL: modelPath('colour-linear') });
    const input = { name: 'pixel_values', shape: [1, 3, 8, 8], datatype: 'FP32', data };
    expect(errorOf(await infer({ inputs: [input] }, SMALL_INFER), 400)).toMatch(message);
  });

  it('are 400 for what is no request', async () => {
    app = await startApp();
    for (const body of ['', '{', '[]', 'null', '{}', '{"inputs":[]}', '\xff', '{"inputs":{"data":[1,2}}']) {
      expect(errorOf(await infer(body), 400)).toMatch(/expected/);
    }
    const text = JSON.stringify({ inputs: [base64Input(PICTURE)] });
    const wrongLength = await postInference(app, INFER, text, { 'Inference-Header-Content-Length': 1e9 });
    expect(errorOf(wrongLength, 400)).toMatch(/^Inference-Header-Content-Length: expected/);
    const compressed = await postInference(app, INFER, gzipSync(text), { 'Content-Encoding': 'gzip' });
    expect(errorOf(compressed, 400)).toMatch(/^Content-Encoding: expected/);
    const badTimeout = await postInference(app, INFER, text, { 'X-Request-Timeout-Ms': 'soon' });
    expect(errorOf(badTimeout, 400)).toMatch(/X-Request-Timeout-Ms/);
    expect(errorOf(await postInference(app, '/v2/models/%ZZ/infer', text), 400)).toMatch(/path/);
  });

  it('are 400 for more pictures than BATCH_MAX_ITEMS', async () => {
    app = await startApp({ BATCH_MAX_ITEMS: '2' });
    expect((await infer({ inputs: [base64Input(PICTURE, PICTURE)] })).status).toBe(200);
    const error = errorOf(await infer({ inputs: [base64Input(PICTURE, PICTURE, PICTURE)] }), 400);
    expect(error).toMatch(/expected 1 to 2 pictures \(BATCH_MAX_ITEMS\) on the first axis, received 3/);
  });

  it('have the same form where the HTTP parser finds them', async () => {
    app = await startApp();
    const text = await exchange(
      app.port,
      `POST ${INFER} HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\nno length\r\n`,
    );
    const [head, body] = text.split('\r\n\r\n');
    expect(head).toMatch(/^HTTP\/1\.1 400 [\s\S]*Content-Type: application\/json\r\n/);
    expect(JSON.parse(body!)).toEqual({ error: 'expected an HTTP/1.1 request, received something else' });
  });
});
