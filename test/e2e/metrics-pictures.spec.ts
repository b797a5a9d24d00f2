import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startApp, type RunningApp } from '../support/app.js';
import { sendForm, sendRaw } from '../support/doors.js';
import { base64Input } from '../support/open-inference.js';
import { invalidPictures, validPicture } from '../support/pictures.js';
import { added, round } from '../support/scrape.js';

const { bytes, width, height } = validPicture('jpeg-baseline-420.jpg');
const { bytes: png } = validPicture('png-rgb-8bit.png');
const corrupt = invalidPictures.find(({ code }) => code === 'image_corrupt')!.bytes;
const image_base64 = bytes.toString('base64');

describe('the metrics of pictures', () => {
  let app: RunningApp;
  beforeAll(async () => {
    app = await startApp();
  });
  afterAll(() => app.close());

  const doors: [door: string, send: (app: RunningApp) => Promise<unknown>, pictures: number][] = [
    ['JSON', ({ predict }) => predict({ image_base64 }).expect(200), 1],
    ['a picture as it is', (to) => sendRaw(to, bytes).expect(200), 1],
    ['a form', (to) => sendForm(to, [['file', bytes, 'a.jpg']]).expect(200), 1],
    [
      'a batch',
      ({ http }) =>
        http
          .post('/predict/batch')
          .send({ images: [{ image_base64 }, { image_base64 }] })
          .expect(200),
      2,
    ],
    [
      'the Open Inference Protocol',
      ({ http }) =>
        http
          .post('/v2/models/tetrapod-simulated/infer')
          .send({ inputs: [base64Input(bytes, bytes, bytes)] })
          .expect(200),
      3,
    ],
  ];
  it.each(doors)(
    'counts the pictures of %s, their size, stages and labels',
    async (_door, send, pictures) => {
      const best = await app.predict({ image_base64, confidence_threshold: 0 });
      const [{ label, confidence }] = (best.body as { predictions: [{ label: string; confidence: number }] })
        .predictions;
      expect(
        await added(app, () => send(app), [
          ['tetrapod_pictures_total'],
          ['tetrapod_pictures_total', { format: 'jpeg', code: 'none' }],
          ['tetrapod_picture_megapixels_sum'],
          ['tetrapod_picture_bytes_count'],
          ['tetrapod_predictions_total'],
          ['tetrapod_predictions_total', { label }],
          ['tetrapod_top_confidence_count'],
          ...['queue', 'decode', 'preprocess', 'inference'].map(
            (stage) => ['tetrapod_stage_duration_seconds_count', { stage }] as const,
          ),
          ...['receive', 'parse'].map(
            (stage) => ['tetrapod_stage_duration_seconds_count', { stage }] as const,
          ),
        ]),
      ).toEqual([
        ...[pictures, pictures, round((pictures * width * height) / 1e6), pictures],
        ...[pictures, pictures, pictures],
        ...[pictures, pictures, pictures, pictures],
        ...[1, 1],
      ]);
      const [sum] = await added(app, () => send(app), [['tetrapod_top_confidence_sum']]);
      expect(sum).toBeCloseTo(pictures * confidence, 4);
    },
  );

  it('counts the bad pictures of a batch by their codes, and its good ones', async () => {
    const images = [corrupt, png, Buffer.from('text')].map((picture) => ({
      image_base64: picture.toString('base64'),
    }));
    expect(
      await added(app, () => app.http.post('/predict/batch').send({ images }).expect(200), [
        ['tetrapod_pictures_total', { format: 'unknown', code: 'image_corrupt' }],
        ['tetrapod_pictures_total', { format: 'unknown', code: 'unsupported_image_format' }],
        ['tetrapod_pictures_total', { format: 'png', code: 'none' }],
        ['tetrapod_predictions_total'],
        ['tetrapod_rejections_total'],
        ['tetrapod_http_requests_total', { code: 'none' }],
      ]),
    ).toEqual([1, 1, 1, 1, 0, 1]);
  });

  it('counts tensors as tensors', async () => {
    const data = Array.from({ length: 3 * 224 * 224 }, () => 0);
    const input = { name: 'pixel_values', shape: [1, 3, 224, 224], datatype: 'FP32', data };
    const send = () => app.http.post('/v2/models/tetrapod-simulated/infer').send({ inputs: [input] });
    expect(
      await added(app, send, [
        ['tetrapod_pictures_total', { format: 'tensor', code: 'none' }],
        ['tetrapod_picture_megapixels_count'],
        ['tetrapod_predictions_total'],
      ]),
    ).toEqual([1, 0, 1]);
  });
});
