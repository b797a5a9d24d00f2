import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startApp, type RunningApp } from '../support/app.js';

/** A real ImageNet classifier and real photos, which lie beside the repository on some machines. */
const MODELS = new URL('../../../shared/models/', import.meta.url);
const PHOTOS = new URL('../../../shared/photos/', import.meta.url);

const LABEL_OF_FILE: [pattern: RegExp, label: string | undefined][] = [
  [/^(cat|pets)/, 'Mammal'],
  [/^(bird|parrot|owl)/, 'Bird'],
  [/./, undefined],
];

const list = (folder: URL) => (existsSync(folder) ? readdirSync(folder) : []);
const photos = list(PHOTOS).filter((name) => !name.endsWith('.md'));
const folders = list(MODELS).filter((name) => existsSync(new URL(`${name}/config.json`, MODELS)));

interface Prediction {
  label: string;
  confidence: number;
}

/** At least one test, so that the file is no failure where the photos are not. */
describe('real models beside the repository', () => {
  it('are tested with every photo that is there', () => {
    expect(photos.length > 0).toBe(folders.length > 0);
  });
});

const groupings = folders.flatMap((name) => [
  { name, LABEL_GROUPS: '' },
  // Pooled by the server's own table in place of the folder's.
  ...(existsSync(new URL(`${name}/label_groups.json`, MODELS))
    ? [{ name, LABEL_GROUPS: 'imagenet-tetrapods' }]
    : []),
]);

const answers = new Map<string, Prediction[]>();

for (const { name, LABEL_GROUPS } of groupings) {
  describe(`the model ${name} with LABEL_GROUPS=${LABEL_GROUPS}`, () => {
    let app: RunningApp;
    beforeAll(async () => {
      app = await startApp({ MODEL: fileURLToPath(new URL(name, MODELS)), LABEL_GROUPS });
    });
    afterAll(() => app.close());

    it.each(photos)('sees what is in %s', async (photo) => {
      const image_base64 = readFileSync(new URL(photo, PHOTOS)).toString('base64');
      const predict = async (confidence_threshold: number) => {
        const response = await app.predict({ image_base64, confidence_threshold }).expect(200);
        return (response.body as { predictions: Prediction[] }).predictions;
      };
      const [, expected] = LABEL_OF_FILE.find(([pattern]) => pattern.test(photo))!;
      expect((await predict(0.5)).map(({ label }) => label)).toEqual(
        expected === undefined ? [] : [expected],
      );

      // However the classes are pooled, in the graph or outside, the answers are the same.
      const all = await predict(0);
      const former = answers.get(photo) ?? all;
      answers.set(photo, all);
      for (const { label, confidence } of all) {
        const before = former.find((prediction) => prediction.label === label)!;
        expect(Math.abs(confidence - before.confidence)).toBeLessThan(1e-5);
      }
    });
  });
}
