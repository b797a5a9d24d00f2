import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import sharp from 'sharp';
import { Tetrapod, type Picture } from '../../clients/typescript/src/tetrapod.js';
import { startApp, type RunningApp } from '../support/app.js';

const FROG = readFileSync(new URL('../../docs/pictures/frog.jpg', import.meta.url));

describe('the client, asking why', () => {
  let app: RunningApp;
  let tetrapod: Tetrapod;
  beforeAll(async () => {
    app = await startApp();
    tetrapod = new Tetrapod(`http://127.0.0.1:${app.port}`);
  });
  afterAll(() => app.close());

  it.each<[string, Picture]>([
    ['bytes', FROG],
    ['base64', { base64: FROG.toString('base64') }],
  ])('gets an explanation of %s for the label and the grid that it names', async (_name, picture) => {
    const { label, grid, importance, overlay } = await tetrapod.explain(picture, { label: 'Bird', grid: 3 });
    expect({ label, grid }).toEqual({ label: 'Bird', grid: { rows: 3, columns: 3 } });
    expect(importance.flat()).toHaveLength(9);
    expect((await sharp(Buffer.from(overlay.png_base64, 'base64')).metadata()).width).toBe(224);
  });

  it('gets one of the best label where it names none', async () => {
    const { predictions } = await tetrapod.classify(FROG, { threshold: 0, topK: 1 });
    const { label, confidence } = await tetrapod.explain(FROG, { grid: 2 });
    expect({ label, confidence }).toEqual(predictions[0]);
  });

  it('hears of a label that the model does not have', async () => {
    await expect(tetrapod.explain(FROG, { label: 'Fish' })).rejects.toMatchObject({
      code: 'validation_failed',
      errors: [{ field: 'label' }],
    });
  });
});
