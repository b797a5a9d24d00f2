import { readdirSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { ModelError } from '../../src/model/model-error.js';
import { startApp } from '../support/app.js';
import { drawBlocks, modelPath, MODELS, models, readModelsJson } from '../support/tiny-models.js';

describe.each(Object.entries(models))('the model folder %s', (folder, { labels, answers }) => {
  it('is served with the answers that were worked out by hand', async () => {
    const app = await startApp({ MODEL: modelPath(folder) });
    try {
      await app.http.get('/health/ready').expect(200);
      const tolerance = folder === 'float16-output' ? 1e-3 : 1e-6;
      for (const { picture, confidences } of answers) {
        const response = await app
          .predict({ image_base64: (await drawBlocks(picture)).toString('base64'), confidence_threshold: 0 })
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
  const faults = readModelsJson('broken/expected.json') as Record<string, string>;

  it('is described for every folder that is there', () => {
    const folders = readdirSync(new URL('broken/', MODELS), { withFileTypes: true }).filter((entry) =>
      entry.isDirectory(),
    );
    expect(folders.map(({ name }) => name).sort()).toEqual(Object.keys(faults).sort());
  });

  it.each(Object.entries(faults))(
    'stops the start with one line that says why: %s',
    async (folder, pattern) => {
      const failure = await startApp({ MODEL: modelPath(`broken/${folder}`) }).then(
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
