import { existsSync, readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import sharp from 'sharp';
import {
  dropFiles,
  launchBrowser,
  openPlayground,
  shownLabels,
  untilAnswered,
} from '../support/playground-page.js';
import { startServer, stop, type ServerProcess } from '../support/server-process.js';
import { drawBlocks, modelPath, models } from '../support/tiny-models.js';

/** A real classifier and real photos, which lie beside the repository on some machines. */
const MODEL = new URL('../../../shared/models/mobilenet-v2', import.meta.url);
const PHOTOS = new URL('../../../shared/photos/', import.meta.url);
const photos = existsSync(PHOTOS) ? readdirSync(PHOTOS).filter((name) => !name.endsWith('.md')) : [];

const LABEL_OF_FILE: [pattern: RegExp, label: string | undefined][] = [
  [/^(cat|pets)/, 'Mammal'],
  [/^(bird|parrot|owl)/, 'Bird'],
  [/./, undefined],
];

let browser: Browser;
beforeAll(async () => {
  browser = await launchBrowser();
}, 60_000);
afterAll(() => browser.close());

describe('a tiny model in the playground', () => {
  let server: ServerProcess;
  let page: Page;
  beforeAll(async () => {
    server = await startServer({ WORKERS: '1', MODEL: modelPath('colour-linear') });
    ({ page } = await openPlayground(browser, server.url));
    await page.locator('#threshold').fill('0');
  }, 60_000);
  afterAll(() => {
    stop(server);
  });

  const { labels, answers } = models['colour-linear']!;

  it.each(answers)('shows what was worked out by hand for $picture', async ({ picture, confidences }) => {
    const buffer = await drawBlocks(picture);
    await page.locator('#choose').setInputFiles({ name: `${picture}.png`, mimeType: 'image/png', buffer });
    await untilAnswered(page, `${picture}.png`);
    const shown = await shownLabels(page);
    const expected = confidences.map((confidence, i) => `${labels[i]!} ${inPercent(confidence)}`);
    expect(shown.sort()).toEqual(expected.sort());
  });

  it.each([
    [3000, 1],
    [1, 3000],
  ])('shows a picture of %i by %i so that there is something to be seen', async (width, height) => {
    const create = { width, height, channels: 3 as const, background: 'red' };
    const buffer = await sharp({ create }).png().toBuffer();
    const name = `${width}-by-${height}.png`;
    await page.locator('#choose').setInputFiles({ name, mimeType: 'image/png', buffer });
    await untilAnswered(page, name);
    await page.locator('#caption', { hasText: '3000' }).waitFor();
    const box = await page.locator('#picture').boundingBox();
    expect(Math.min(box!.width, box!.height)).toBeGreaterThan(30);
  });
});

/** At least one test, so that the file is whole where the photos are not. */
describe('real photos beside the repository', () => {
  it('are dropped into the playground wherever the model is', () => {
    expect(photos.length > 0).toBe(existsSync(MODEL));
  });
});

for (const groups of photos.length > 0 ? ['imagenet-tetrapods'] : []) {
  describe(`MobileNetV2 with LABEL_GROUPS=${groups} in the playground`, () => {
    let server: ServerProcess;
    let page: Page;
    beforeAll(async () => {
      server = await startServer({ MODEL: fileURLToPath(MODEL), LABEL_GROUPS: groups });
      ({ page } = await openPlayground(browser, server.url));
    }, 60_000);
    afterAll(() => {
      stop(server);
    });

    it.each(photos)('sees what is in %s, and can say why', async (photo) => {
      await dropFiles(page, [fileURLToPath(new URL(photo, PHOTOS))]);
      await untilAnswered(page, photo);
      const [, expected] = LABEL_OF_FILE.find(([pattern]) => pattern.test(photo))!;
      const shown = await shownLabels(page);
      expect(shown.map((row) => row.split(' ')[0])).toEqual(expected === undefined ? [] : [expected]);
      await page.getByRole('button', { name: 'Why this answer?' }).click();
      await page.locator('#why-result').waitFor();
      const summary = await page.locator('#why-summary').innerText();
      // Where it is sure of none of them, no patch may matter.
      expect(summary).toMatch(expected ?? /speaks most|No patch/);
    });
  });
}

/** As the page writes it. */
function inPercent(confidence: number): string {
  return confidence < 0.001 ? '< 0.1 %' : `${(confidence * 100).toFixed(1)} %`;
}
