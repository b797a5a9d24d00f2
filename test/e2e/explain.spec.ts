import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import sharp from 'sharp';
import type { ExplanationResponse } from '../../src/explain/explanation.dto.js';
import { EXAMPLE_PICTURE } from '../../src/predict/example-picture.js';
import { startApp, type RunningApp } from '../support/app.js';
import { answerIn, sendForm, sendRaw } from '../support/doors.js';
import { expectProblem } from '../support/problem.js';
import { drawBlocks, modelPath } from '../support/tiny-models.js';

const FROG = Buffer.from(EXAMPLE_PICTURE, 'base64');
const explanationIn = ({ body }: { body: unknown }) => body as ExplanationResponse;
const pixelsOf = (png: Buffer) => sharp(png).raw().toBuffer({ resolveWithObject: true });

describe('POST /explain and POST /explain/view', () => {
  let app: RunningApp;
  beforeAll(async () => {
    app = await startApp({ MODEL: modelPath('crop-pct') });
  });
  afterAll(() => app.close());

  it('show the very pixels that the model sees, and of which part of the picture they are', async () => {
    const picture = await drawBlocks('framed-red');
    const { view } = explanationIn(await sendRaw(app, picture, 'image/png', '', '/explain').expect(200));
    expect(view).toMatchObject({ width: 8, height: 8 });
    expect(view.region).toEqual({ left: 0.25, top: 0.25, width: 0.5, height: 0.5 });
    const { data, info } = await pixelsOf(Buffer.from(view.png_base64, 'base64'));
    expect(info).toMatchObject({ width: 8, height: 8, channels: 3 });
    const red = await pixelsOf(await drawBlocks('red'));
    expect(Buffer.compare(data, red.data)).toBe(0);
    const alone = await sendRaw(app, picture, 'image/png', '', '/explain/view').expect(200);
    expect(alone.headers['content-type']).toBe('image/png');
    expect((alone.body as Buffer).toString('base64')).toBe(view.png_base64);
  });
});

describe('POST /explain with the simulated model', () => {
  let app: RunningApp;
  beforeAll(async () => {
    app = await startApp({ WORKERS: '2' });
  });
  afterAll(() => app.close());

  it('gives the label and the confidence of POST /predict, and 49 patches', async () => {
    const [best] = answerIn(await sendRaw(app, FROG, 'image/jpeg', '?threshold=0').expect(200)).predictions;
    const response = await sendRaw(app, FROG, 'image/jpeg', '', '/explain').expect(200);
    const { label, confidence, importance, latency_ms } = explanationIn(response);
    expect({ label, confidence }).toEqual(best);
    expect(importance.map(({ length }) => length)).toEqual(new Array(7).fill(7));
    for (const value of importance.flat()) expect(value).toBe(Math.round(value * 1e7) / 1e7);
    expect(new Set(importance.flat()).size).toBeGreaterThan(1);
    const headers = response.headers as Record<string, string>;
    expect(headers['x-model']).toBe('tetrapod-simulated/1.0.0; kind=simulated');
    const stages = headers['server-timing']!.split(', ').map((stage) => stage.split(';')[0]);
    expect(stages).toEqual([
      ...['validate', 'queue', 'decode', 'preprocess', 'inference', 'occlude', 'draw', 'total'],
    ]);
    expect(headers['server-timing']).toContain(`total;dur=${latency_ms}`);
  });

  it('gives the same through every door', async () => {
    const json = await app.http
      .post('/explain')
      .send({ image_base64: EXAMPLE_PICTURE, label: 'Bird', grid: 3 })
      .expect(200);
    const raw = await sendRaw(app, FROG, 'image/jpeg', '?label=Bird&grid=3', '/explain').expect(200);
    const fields: [string, string | Buffer][] = [
      ['label', 'Bird'],
      ['grid', '3'],
      ['file', FROG],
    ];
    const form = await sendForm(app, fields, '/explain').expect(200);
    const { label, confidence, grid, importance, view, overlay } = explanationIn(json);
    const expected = { label, confidence, grid, importance, view, overlay };
    expect(expected).toMatchObject({ label: 'Bird', grid: { rows: 3, columns: 3 } });
    expect(explanationIn(raw)).toMatchObject(expected);
    expect(explanationIn(form)).toMatchObject(expected);
  });

  it('gives the overlay alone to who prefers a picture', async () => {
    const { overlay } = explanationIn(await sendRaw(app, FROG, 'image/jpeg', '', '/explain').expect(200));
    const response = await sendRaw(app, FROG, 'image/jpeg', '', '/explain')
      .set('Accept', 'image/png')
      .expect(200);
    expect(response.headers['content-type']).toBe('image/png');
    expect((response.body as Buffer).toString('base64')).toBe(overlay.png_base64);
  });

  it.each([
    [{ grid: 1 }, 'grid: expected a whole number from 2 to 14, received the number 1'],
    [{ grid: 15 }, 'grid: expected a whole number from 2 to 14, received the number 15'],
    [{ grid: 2.5 }, 'grid: expected a whole number from 2 to 14, received the number 2.5'],
    [{ grid: '7' }, 'grid: expected a whole number from 2 to 14, received a string of 1 character'],
    [{ grid: null }, 'grid: expected a whole number from 2 to 14, received null'],
    [{ label: 7 }, "label: expected a string, one of the model's labels, received the number 7"],
    [
      { label: 'Fish' },
      "label: expected one of the model's labels: Mammal, Bird, Reptile, Amphibian; received a string of 4 characters " +
        'that is none',
    ],
    [{ label: '__proto__' }, "label: expected one of the model's labels"],
    [{ confidence_threshold: 0.5 }, 'confidence_threshold: expected no such field'],
  ])('refuses %j and says why', async (more, detail) => {
    const response = await app.http.post('/explain').send({ image_base64: EXAMPLE_PICTURE, ...more });
    expect(expectProblem(response, 'validation_failed').detail).toContain(detail);
  });

  it('refuses options in the query beside a body that has fields for them', async () => {
    const response = await app.http.post('/explain?grid=3').send({ image_base64: EXAMPLE_PICTURE });
    expect(expectProblem(response, 'validation_failed').errors).toEqual([
      { field: 'grid', detail: expect.stringContaining('put it into the body') as unknown as string },
    ]);
  });

  it('takes a text in a form or a query for a label, also where it looks like a number', async () => {
    for (const response of [
      await sendRaw(app, FROG, 'image/jpeg', '?label=7', '/explain'),
      await sendForm(app, [['label', '7'], ['file', FROG]], '/explain'), // prettier-ignore
    ])
      expect(expectProblem(response, 'validation_failed').detail).toContain(
        'a string of 1 character that is none',
      );
  });

  it('shows a view with no options, and refuses any', async () => {
    const json = await app.http.post('/explain/view').send({ image_base64: EXAMPLE_PICTURE }).expect(200);
    const form = await sendForm(app, [['file', FROG]], '/explain/view').expect(200);
    expect(Buffer.compare(json.body as Buffer, form.body as Buffer)).toBe(0);
    expect((await sharp(json.body as Buffer).metadata()).width).toBe(224);
    const raw = await sendRaw(app, FROG, 'image/jpeg', '?grid=3', '/explain/view');
    expect(expectProblem(raw, 'validation_failed').errors).toMatchObject([{ field: 'grid' }]);
    const body = await app.http.post('/explain/view').send({ image_base64: EXAMPLE_PICTURE, grid: 3 });
    expect(expectProblem(body, 'validation_failed').errors).toMatchObject([{ field: 'grid' }]);
  });
});
