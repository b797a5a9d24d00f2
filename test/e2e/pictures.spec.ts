import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startApp, type RunningApp } from '../support/app.js';

interface Refusal {
  code?: string;
  error?: string;
  looks_like?: string | null;
}

const read = (file: URL) => readFileSync(file).toString('base64');
const expectationsOf = (folder: URL) =>
  (JSON.parse(readFileSync(new URL('expected.json', folder), 'utf8')) as { invalid: Record<string, Refusal> })
    .invalid;

/** The project's own drawn pictures, and another drawn set beside the project where there is one. */
const OWN = new URL('../pictures/', import.meta.url);
const SHARED = new URL('../../../shared/fixtures/', import.meta.url);

const CODE_OF_FAULT: Record<string, string> = {
  truncated: 'image_corrupt',
  corrupt: 'image_corrupt',
  'too-large': 'image_too_large',
  'unsupported-format': 'unsupported_image_format',
  'not-an-image': 'unsupported_image_format',
  empty: 'image_empty',
};

for (const DECODER of ['auto', 'jimp']) {
  describe(`pictures through the server with DECODER=${DECODER}`, () => {
    let app: RunningApp;
    beforeAll(async () => {
      app = await startApp({ DECODER });
    });
    afterAll(() => app.close());

    const alive = () => app.http.get('/health/live').expect(200);

    for (const folder of [OWN, SHARED].filter((candidate) => existsSync(candidate))) {
      const place = folder === OWN ? 'own' : 'shared';

      it.each(readdirSync(new URL('valid/', folder)))(`answers 200 for ${place} %s`, async (name) => {
        const response = await app
          .predict({ image_base64: read(new URL(`valid/${name}`, folder)), confidence_threshold: 0 })
          .expect(200);
        expect((response.body as { predictions: unknown[] }).predictions).toHaveLength(4);
      });

      it.each(Object.entries(expectationsOf(folder)))(`refuses ${place} %s`, async (name, expected) => {
        const file = new URL(name.startsWith('invalid/') ? name : `invalid/${name}`, folder);
        const response = await app.predict({ image_base64: read(file) });
        expect((response.body as Refusal).code).toBe(expected.code ?? CODE_OF_FAULT[expected.error!]);
        if (expected.looks_like)
          expect((response.body as { detail: string }).detail).toContain(expected.looks_like);
        await alive();
      });
    }
  });
}
