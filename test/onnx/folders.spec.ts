import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from '@jest/globals';
import sharp from 'sharp';
import { ModelError } from '../../src/model/model-error.js';
import { startApp } from '../support/app.js';

interface Answer {
  picture: string;
  confidences: number[];
}
interface Answers {
  pictures: Record<string, { block: number; grid: string[][] }>;
  models: Record<string, { labels: string[]; answers: Answer[] }>;
}

const MODELS = new URL('../models/', import.meta.url);
const path = (folder: string) => fileURLToPath(new URL(folder, MODELS));
const readJson = (file: string): unknown => JSON.parse(readFileSync(new URL(file, MODELS), 'utf8'));
const { pictures, models } = readJson('answers.json') as Answers;

/** A PNG of blocks of one colour each, in base64. */
async function draw(name: string): Promise<string> {
  const { block, grid } = pictures[name]!;
  const [height, width] = [grid.length * block, grid[0]!.length * block];
  const data = Buffer.alloc(width * height * 3);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      Buffer.from(grid[Math.floor(y / block)]![Math.floor(x / block)]!, 'hex').copy(
        data,
        (y * width + x) * 3,
      );
    }
  }
  return (
    await sharp(data, { raw: { width, height, channels: 3 } })
      .png()
      .toBuffer()
  ).toString('base64');
}

describe.each(Object.entries(models))('the model folder %s', (folder, { labels, answers }) => {
  it('is served with the answers that were worked out by hand', async () => {
    const app = await startApp({ MODEL: path(folder) });
    try {
      await app.http.get('/health/ready').expect(200);
      const tolerance = folder === 'float16-output' ? 1e-3 : 1e-6;
      for (const { picture, confidences } of answers) {
        const response = await app
          .predict({ image_base64: await draw(picture), confidence_threshold: 0 })
          .expect(200);
        const { predictions } = response.body as { predictions: { label: string; confidence: number }[] };
        expect(predictions.map(({ label }) => label).sort()).toEqual([...labels].sort());
        for (const { label, confidence } of predictions) {
          const expected = confidences[labels.indexOf(label)]!;
          expect({
            picture,
            label,
            off: Math.abs(confidence - expected) > tolerance,
            confidence,
          }).toMatchObject({
            off: false,
          });
        }
      }
    } finally {
      await app.close();
    }
  });
});

describe('a model folder that cannot be served', () => {
  const faults = readJson('broken/expected.json') as Record<string, string>;

  it('is described for every folder that is there', () => {
    const folders = readdirSync(new URL('broken/', MODELS), { withFileTypes: true }).filter((entry) =>
      entry.isDirectory(),
    );
    expect(folders.map(({ name }) => name).sort()).toEqual(Object.keys(faults).sort());
  });

  it.each(Object.entries(faults))(
    'stops the start with one line that says why: %s',
    async (folder, pattern) => {
      const failure = await startApp({ MODEL: path(`broken/${folder}`) }).then(
        async (app) => {
          await app.close();
          return undefined;
        },
        (error: unknown) => error,
      );
      expect(failure).toBeInstanceOf(ModelError);
      const { message } = failure as ModelError;
      expect(message).toMatch(new RegExp(pattern));
      expect(message).not.toContain('\n');
      expect(message).toMatch(/expected .*found /);
    },
  );
});
