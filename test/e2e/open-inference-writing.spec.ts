import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startApp, type RunningApp } from '../support/app.js';
import { base64Input, binaryPictures, postInference, withBinary } from '../support/open-inference.js';
import { validPicture, validPictures } from '../support/pictures.js';
import { dataOf } from '../support/open-inference-output.js';

const MODEL = '/v2/models/tetrapod-simulated';

describe('POST .../infer, as other libraries write it', () => {
  let app: RunningApp;
  beforeAll(async () => {
    app = await startApp({ WORKERS: '2' });
  });
  afterAll(() => app.close());

  const infer = (body: object | string | Buffer, headers?: Record<string, string | number>) =>
    postInference(
      app,
      `${MODEL}/infer`,
      typeof body === 'string' || Buffer.isBuffer(body) ? body : JSON.stringify(body),
      headers,
    );

  it.each([
    undefined,
    'application/json',
    'application/json; charset=utf-8',
    'application/x-www-form-urlencoded',
    'application/octet-stream',
    'text/plain',
  ])('reads the body whatever Content-Type says: %s', async (type) => {
    const answer = await infer(
      { inputs: [base64Input(validPictures[0]!.bytes)] },
      type === undefined ? {} : { 'Content-Type': type },
    );
    expect(answer.status).toBe(200);
  });

  it('takes JSON as other libraries write it: escaped slashes, indentation, a byte order mark', async () => {
    const request = { inputs: [base64Input(validPicture(validPictures[0]!.name).bytes)] };
    const plain = dataOf(await infer(request), 'logits');
    for (const text of [
      JSON.stringify(request).replaceAll('/', '\\/'),
      JSON.stringify(request, undefined, 4),
      `\ufeff${JSON.stringify(request)}`,
    ]) {
      expect(dataOf(await infer(text), 'logits')).toEqual(plain);
    }
  });

  it('takes binary pictures in base64, as MLServer has it', async () => {
    const { bytes } = validPictures[0]!;
    const [input, elements] = binaryPictures(Buffer.from(bytes.toString('base64')));
    Object.assign((input as { parameters: object }).parameters, { content_type: 'base64' });
    const answer = await infer(...withBinary({ inputs: [input] }, elements));
    expect(dataOf(answer, 'logits')).toEqual(dataOf(await infer({ inputs: [base64Input(bytes)] }), 'logits'));
  });

  it('passes over what it does not know', async () => {
    const input = { ...base64Input(validPictures[0]!.bytes), further: 1 };
    const answer = await infer({
      model_name: 'x',
      parameters: { priority: 1, timeout: 2 },
      inputs: [input],
      outputs: [{ name: 'logits', parameters: { unknown: 'x' } }],
    });
    expect(dataOf(answer, 'logits')).toHaveLength(4);
  });
});
