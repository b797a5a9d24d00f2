import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { WorkerPool } from '../../src/workers/worker-pool.js';
import { startApp, type RunningApp } from '../support/app.js';
import {
  base64Input,
  binaryPictures,
  floatsOf,
  postInference,
  withBinary,
} from '../support/open-inference.js';
import { validPicture, validPictures } from '../support/pictures.js';
import { dataOf } from '../support/open-inference-output.js';

const MODEL = '/v2/models/tetrapod-simulated';
const ROUNDED = 1e-7;

describe('POST .../infer', () => {
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

  /** What POST /predict says, in the order of the labels. */
  async function predict(picture: Buffer): Promise<number[]> {
    const response = await app
      .predict({ image_base64: picture.toString('base64'), confidence_threshold: 0 })
      .expect(200);
    const { predictions } = response.body as { predictions: { label: string; confidence: number }[] };
    const { labels } = app.app.get(WorkerPool).model;
    return labels.map((label) => predictions.find((prediction) => prediction.label === label)!.confidence);
  }

  async function tensorOf(picture: Buffer): Promise<Uint8Array> {
    const pool = app.app.get(WorkerPool);
    const { tensor } = await pool.prepare({ bytes: picture, encoding: 'binary' }, pool.model.preprocessing);
    return tensor;
  }

  const tensorInput = (count: number, more: object) => ({
    name: 'pixel_values',
    shape: [count, 3, 224, 224],
    datatype: 'FP32',
    ...more,
  });

  it.each(validPictures.map(({ name, bytes }) => [name, bytes] as const))(
    'answers as POST /predict through every form of input: %s',
    async (_name, bytes) => {
      const expected = await predict(bytes);
      const outputs = [{ name: 'confidences' }];
      const [binaryInput, elements] = binaryPictures(bytes);
      const tensor = await tensorOf(bytes);
      const answers = await Promise.all([
        infer({ inputs: [base64Input(bytes)], outputs }),
        infer(...withBinary({ inputs: [binaryInput], outputs }, elements)),
        infer(
          ...withBinary(
            { inputs: [tensorInput(1, { parameters: { binary_data_size: tensor.length } })], outputs },
            tensor,
          ),
        ),
        infer({ inputs: [tensorInput(1, { data: floatsOf(tensor) })], outputs }),
      ]);
      const [first, ...others] = answers.map((answer) => dataOf(answer, 'confidences'));
      expected.forEach((confidence, i) => {
        expect(Math.abs(first![i]! - confidence)).toBeLessThanOrEqual(ROUNDED);
      });
      // Whatever the form, it is the same picture to the last bit.
      for (const other of others) expect(other).toEqual(first);
    },
  );

  it('answers a batch picture by picture, in order, nested or flat, as JSON or in bytes', async () => {
    const pictures = validPictures.slice(0, 5).map(({ bytes }) => bytes);
    const tensors = await Promise.all(pictures.map(tensorOf));
    const alone = await Promise.all(
      pictures.map(async (picture) => dataOf(await infer({ inputs: [base64Input(picture)] }), 'logits')),
    );
    const all = Buffer.concat(tensors);
    const nested = tensors.map((tensor) => nest(floatsOf(tensor), [3, 224, 224]));
    const answers = await Promise.all([
      infer({ inputs: [base64Input(...pictures)] }),
      infer(
        ...withBinary({ inputs: [tensorInput(5, { parameters: { binary_data_size: all.length } })] }, all),
      ),
      infer({ inputs: [tensorInput(5, { data: nested })] }),
    ]);
    for (const answer of answers) {
      expect(dataOf(answer, 'logits')).toEqual(alone.flat());
      expect(answer.body.outputs.map(({ shape }) => shape)).toEqual([
        [5, 4],
        [5, 4],
      ]);
    }
  });

  it('echoes the id and names the model and its version, with the version in the path as without', async () => {
    const body = JSON.stringify({ id: 'ä "42"', inputs: [base64Input(validPictures[0]!.bytes)] });
    for (const path of [`${MODEL}/infer`, `${MODEL}/versions/1.0.0/infer`]) {
      const answer = await postInference(app, path, body);
      expect(answer.body).toMatchObject({
        id: 'ä "42"',
        model_name: 'tetrapod-simulated',
        model_version: '1.0.0',
      });
      expect(answer.headers['content-type']).toBe('application/json');
      expect(answer.headers['x-model']).toBe('tetrapod-simulated/1.0.0; kind=simulated');
    }
  });

  it('sends binary outputs behind the text, each alone or all', async () => {
    const inputs = [base64Input(validPictures[0]!.bytes)];
    const asJson = await infer({ inputs });
    const all = await infer({ inputs, parameters: { binary_data_output: true } });
    expect(all.headers['content-type']).toBe('application/octet-stream');
    expect(all.body.outputs.map(({ parameters, data }) => [parameters, data])).toEqual([
      [{ binary_data_size: 16 }, undefined],
      [{ binary_data_size: 16 }, undefined],
    ]);
    expect(floatsOf(all.binary)).toEqual(
      [...dataOf(asJson, 'logits'), ...dataOf(asJson, 'confidences')].map(Math.fround),
    );
    const one = await infer({
      inputs,
      outputs: [{ name: 'confidences', parameters: { binary_data: true } }, { name: 'logits' }],
    });
    expect(floatsOf(one.binary)).toEqual(dataOf(asJson, 'confidences').map(Math.fround));
    expect(dataOf(one, 'logits')).toEqual(dataOf(asJson, 'logits'));
  });

  it('classifies: the highest scores with their indices and labels', async () => {
    const inputs = [base64Input(validPictures[0]!.bytes)];
    const confidences = dataOf(await infer({ inputs }), 'confidences');
    const { labels } = app.app.get(WorkerPool).model;
    const outputs = [{ name: 'confidences', parameters: { classification: 2 } }];
    const { body } = await infer({ inputs, outputs });
    const best = confidences.map((score, i) => ({ score, i })).sort((a, b) => b.score - a.score);
    expect(body.outputs).toEqual([
      {
        name: 'confidences',
        datatype: 'BYTES',
        shape: [1, 2],
        data: best.slice(0, 2).map(({ score, i }) => `${score}:${i}:${labels[i]!}`),
      },
    ]);
  });
});

/** Nested arrays of a shape, in row-major order. */
function nest(values: number[], [length, ...rest]: number[]): unknown[] {
  if (rest.length === 0) return values;
  const size = values.length / length!;
  return Array.from({ length: length! }, (_, i) => nest(values.slice(i * size, (i + 1) * size), rest));
}

describe('several pictures of one infer', () => {
  it('count as so many requests in the rate limit', async () => {
    const app = await startApp({ RATE_LIMIT: '10/1h' });
    try {
      const left = async (...pictures: Uint8Array[]) => {
        const body = JSON.stringify({ inputs: [base64Input(...pictures)] });
        const { status, headers } = await postInference(app, `${MODEL}/infer`, body);
        return [status, /r=(\d+)/.exec(String(headers.ratelimit))?.[1]];
      };
      const picture = validPicture('jpeg-8x8.jpg').bytes;
      expect(await left(picture, picture, picture)).toEqual([200, '7']);
      expect(await left(picture)).toEqual([200, '6']);
      expect(await left(...new Array<Buffer>(7).fill(picture))).toEqual([200, '0']);
      expect((await left(picture))[0]).toBe(429);
    } finally {
      await app.close();
    }
  });
});
