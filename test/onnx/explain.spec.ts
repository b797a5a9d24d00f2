import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import sharp from 'sharp';
import type { ExplanationResponse } from '../../src/explain/explanation.dto.js';
import { startApp, type RunningApp } from '../support/app.js';
import { drawBlocks, modelPath } from '../support/tiny-models.js';

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
