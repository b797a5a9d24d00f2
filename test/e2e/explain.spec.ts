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
const inBase64 = async (picture: string) => (await drawBlocks(picture)).toString('base64');
const pixelsOf = (png: Buffer) => sharp(png).raw().toBuffer({ resolveWithObject: true });

describe('an explanation of a model that looks at one corner alone', () => {
  let app: RunningApp;
  beforeAll(async () => {
    app = await startApp({ MODEL: modelPath('top-left-corner') });
  });
  afterAll(() => app.close());

  const explain = async (request: object) =>
    explanationIn(
      await app.http
        .post('/explain')
        .send({ image_base64: await inBase64('red'), ...request })
        .expect(200),
    );

  it('finds that the patch in that corner is all that matters, and how much it does', async () => {
    const { label, confidence, grid, importance } = await explain({ grid: 2 });
    expect({ label, grid }).toEqual({ label: 'reddish', grid: { rows: 2, columns: 2 } });
    expect(confidence).toBeCloseTo(0.98200194, 6);
    // Grey as a whole it is reddish with 0.01736167 (test/models/colour-linear/README.md).
    expect(importance[0]![0]).toBeCloseTo(0.98200194 - 0.01736167, 6);
    expect([...importance[0]!.slice(1), ...importance[1]!]).toEqual([0, 0, 0]);
  });

  it('finds what speaks against a label, which is less than nothing', async () => {
    const { label, importance } = await explain({ grid: 2, label: 'greyish' });
    expect(label).toBe('greyish');
    expect(importance[0]![0]).toBeCloseTo(0.01798599 - 0.94791499, 6);
  });

  it('finds the same with smaller patches, as many as there are in that corner', async () => {
    const { grid, importance } = await explain({ grid: 4 });
    expect(grid).toEqual({ rows: 4, columns: 4 });
    const matters = importance.map((row) => row.map((value) => value > 0.001));
    expect(matters).toEqual([
      [true, true, false, false],
      [true, true, false, false],
      [false, false, false, false],
      [false, false, false, false],
    ]);
  });

  it('cuts no patch smaller than a pixel', async () => {
    const { grid, importance } = await explain({ grid: 14 });
    expect(grid).toEqual({ rows: 8, columns: 8 });
    expect(importance.map(({ length }) => length)).toEqual(new Array(8).fill(8));
  });

  it('draws red over that corner and nothing over the one across', async () => {
    const { view, overlay } = await explain({ grid: 2 });
    expect(overlay).toMatchObject({ width: 8, height: 8 });
    const seen = (await pixelsOf(Buffer.from(view.png_base64, 'base64'))).data;
    const drawn = (await pixelsOf(Buffer.from(overlay.png_base64, 'base64'))).data;
    expect([...seen.subarray(0, 3)]).toEqual([255, 0, 0]);
    // The red of the picture in pale, and that with the red of the map over it.
    expect([...drawn.subarray(-3)]).toEqual([139, 50, 50]);
    expect([...drawn.subarray(0, 3)]).toEqual([166, 32, 45]);
  });

  it.each(['nhwc', 'float16', 'uint8', 'colour-linear'])(
    'greys out patches in the form that a model takes: %s',
    async (folder) => {
      const own = await startApp({ MODEL: modelPath(folder) });
      try {
        const request = { image_base64: await inBase64('red'), grid: 2 };
        const response = await own.http.post('/explain').send(request).expect(200);
        // A quarter of it grey: outputs 6, -3, -3 and 4.
        const without = Math.exp(6) / (Math.exp(6) + 2 * Math.exp(-3) + Math.exp(4));
        for (const value of explanationIn(response).importance.flat())
          expect(value).toBeCloseTo(0.98200194 - without, folder === 'float16' ? 4 : 6);
      } finally {
        await own.close();
      }
    },
  );
});

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
    [{ grid: '7' }, 'grid: expected a whole number from 2 to 14, received a string of 1 characters'],
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
        'a string of 1 characters that is none',
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
