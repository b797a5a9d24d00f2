import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { EXAMPLE_PICTURE } from '../../src/predict/example-picture.js';
import { startApp, type RunningApp } from '../support/app.js';

interface Body {
  predictions: { label: string; confidence: number }[];
  errors?: { field: string }[];
}

describe('top_k', () => {
  let app: RunningApp;
  beforeAll(async () => {
    app = await startApp({ MODEL: fileURLToPath(new URL('../models/colour-linear', import.meta.url)) });
  });
  afterAll(() => app.close());

  const predict = async (fields: object) =>
    (await app.predict({ image_base64: EXAMPLE_PICTURE, confidence_threshold: 0, ...fields })).body as Body;

  it('answers with the most confident labels only', async () => {
    const { predictions: all } = await predict({});
    expect(all).toHaveLength(4);
    for (const top_k of [1, 2, 4, 1000]) {
      const { predictions } = await predict({ top_k });
      expect(predictions).toEqual(all.slice(0, top_k));
    }
  });

  it.each([0, -1, 1.5, '2', null, true])('refuses %j', async (top_k) => {
    const { errors } = await predict({ top_k });
    expect(errors?.map(({ field }) => field)).toEqual(['top_k']);
  });

  it('says in the header and in GET /model that an ONNX model answers', async () => {
    const response = await app.predict({ image_base64: EXAMPLE_PICTURE }).expect(200);
    expect(response.headers['x-model']).toMatch(/^colour-linear\/[0-9a-f]{12}; kind=onnx$/);
    const { body } = (await app.http.get('/model').expect(200)) as { body: object };
    expect(body).toMatchObject({
      name: 'colour-linear',
      kind: 'onnx',
      labels: ['reddish', 'greenish', 'bluish', 'greyish'],
      input: { shape: [1, 3, 8, 8], data_type: 'float32', layout: 'NCHW' },
      preprocessing: { resize: { mode: 'squash', width: 8, height: 8 }, mean: [0.5, 0.5, 0.5], crop: null },
    });
  });
});
