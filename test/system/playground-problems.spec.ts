import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import {
  dropFiles,
  launchBrowser,
  openPlayground,
  shownLabels,
  untilAnswered,
  type WatchedPage,
} from '../support/playground-page.js';
import { ROOT, startServer, stop, type ServerProcess } from '../support/server-process.js';

const FROG = `${ROOT}docs/pictures/frog.jpg`;

describe('what the playground says of refusals', () => {
  let server: ServerProcess;
  let browser: Browser;
  let watched: WatchedPage;
  let page: Page;

  beforeAll(async () => {
    server = await startServer({
      WORKERS: '1',
      MAX_BODY_BYTES: '100000',
      EXPLAIN_CONCURRENCY: '0',
      RATE_LIMIT: '18/1h',
    });
    browser = await launchBrowser();
    watched = await openPlayground(browser, server.url);
    ({ page } = watched);
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  }, 60_000);
  afterAll(async () => {
    await browser.close();
    stop(server);
  });

  it('says that it does not know the model where the server does not tell', async () => {
    const other = await openPlayground(browser, server.url);
    await other.page.route('**/model', (route) =>
      route.fulfill({ status: 404, contentType: 'text/plain', body: 'not let through' }),
    );
    await other.page.reload();
    await other.page.getByText('Which model answers is not known: ').waitFor();
    expect(await other.page.locator('#model').innerText()).toMatch(/known: .*404/);
    await other.page.close();
  });

  it.each([
    { what: 'a text', file: 'README.md', code: 'unsupported_image_format', remedy: 'Convert the picture' },
    {
      what: 'a picture that is cut off',
      file: undefined,
      code: 'image_corrupt',
      remedy: 'Send the file again',
    },
    {
      what: 'too many bytes',
      file: 'package-lock.json',
      code: 'payload_too_large',
      remedy: 'Make the picture smaller',
    },
  ])('shows the problem with $what, and what to do', async ({ file, code, remedy }) => {
    const cut = { name: 'cut.jpg', mimeType: 'image/jpeg', buffer: readFileSync(FROG).subarray(0, 9000) };
    let document: Record<'title' | 'detail' | 'request_id', string> | undefined;
    await page.route('**/predict?*', async (route) => {
      const response = await route.fetch();
      document = (await response.json()) as typeof document;
      await route.fulfill({ response });
    });
    await page.locator('#choose').setInputFiles(file === undefined ? cut : `${ROOT}${file}`);
    const problem = page.getByRole('alert').filter({ hasText: code });
    await problem.waitFor();
    await page.unroute('**/predict?*');
    const words = await problem.innerText();
    const { title, detail, request_id } = document!;
    for (const part of [title, detail, request_id, remedy]) {
      expect(words.toLowerCase()).toContain(part.toLowerCase());
    }
    expect(await shownLabels(page)).toEqual([]);
    await problem.getByRole('button', { name: 'Copy the problem' }).click();
    await problem.getByRole('button', { name: 'Copied' }).waitFor();
    const copied = await page.evaluate(() => navigator.clipboard.readText());
    expect(JSON.parse(copied)).toEqual(document);
  });

  it.each([
    { what: 'a folder', name: 'folder', spoil: mkdirSync },
    {
      what: 'a file that was changed since',
      name: 'edited.jpg',
      spoil: (path: string) => {
        writeFileSync(path, 'x');
      },
    },
    { what: 'a file that was removed since', name: 'removed.jpg', spoil: rmSync },
  ])('does not take $what for a server that is gone', async ({ name, spoil }) => {
    const folder = mkdtempSync(join(tmpdir(), 'tetrapod-playground-'));
    try {
      const path = join(folder, name);
      const isFile = name.endsWith('.jpg');
      if (isFile) {
        copyFileSync(FROG, path);
        await dropFiles(page, [path]);
        await untilAnswered(page, name);
      }
      spoil(path);
      const probes = () => watched.requests.filter((request) => request === 'GET /health/ready').length;
      const before = probes();
      await (isFile ? page.getByRole('button', { name: 'Ask 10 times' }).click() : dropFiles(page, [path]));
      await page.locator('#problem', { hasText: 'The browser cannot read the file' }).waitFor();
      expect(probes()).toBe(before);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it('puts its own sign into the strip for what is no picture', async () => {
    const place = (name: RegExp) =>
      page
        .getByRole('button', { name })
        .first()
        .locator('img')
        .evaluate((image) => ({ content: getComputedStyle(image).content, height: image.clientHeight }));
    expect(await place(/^README\.md/)).toEqual({
      content: expect.stringContaining('/icon.svg') as unknown,
      height: 66,
    });
    expect(await place(/^edited\.jpg/)).toEqual({ content: 'normal', height: 66 });
  });

  it('shows a TIFF, which the browser does not know, as the model saw it', async () => {
    await page.locator('#choose').setInputFiles(`${ROOT}test/pictures/valid/tiff-alpha.tiff`);
    await untilAnswered(page, 'tiff-alpha.tiff');
    const isShown = () => page.locator('#picture').evaluate((image: HTMLImageElement) => image.naturalWidth);
    await page.waitForFunction(() => document.querySelector<HTMLImageElement>('#picture')!.naturalWidth > 0);
    expect(await isShown()).toBe(224);
    expect(await page.locator('#problem').isVisible()).toBe(false);
  });

  it('says that explanations are switched off, and keeps the answer', async () => {
    await page.getByRole('button', { name: 'Why this answer?' }).click();
    await page.locator('#why-problem', { hasText: 'EXPLAIN_CONCURRENCY=0' }).waitFor();
    expect(await shownLabels(page)).toHaveLength(1);
  });

  it('says that the rate limit is used up, and from when on it is worth while to ask again', async () => {
    await page.locator('#choose').setInputFiles(Array.from({ length: 8 }, () => FROG));
    const problem = page.getByRole('alert').filter({ hasText: 'rate_limited' });
    await problem.getByText(/^Worth asking again in \d+ s\.$/).waitFor();
    // What was answered before stays in the strip.
    expect(await page.getByRole('button', { name: /^frog\.jpg: Amphibian/ }).count()).toBeGreaterThan(0);
  });

  it('has no other complaints than the browser’s own about those refusals', () => {
    expect(
      watched.complaints.filter(
        (text) => !/status of 4(04|13|15|22|29) |ERR_(FILE_NOT_FOUND|UPLOAD_FILE_CHANGED)/.test(text),
      ),
    ).toEqual([]);
    expect(watched.foreign).toEqual([]);
  });
});
