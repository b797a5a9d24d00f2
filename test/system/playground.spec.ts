import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import sharp from 'sharp';
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
const FROG_LABELS = ['Amphibian 93.4 %', 'Mammal 3.7 %', 'Reptile 1.8 %', 'Bird 1.1 %'];

describe('the playground in a browser', () => {
  let server: ServerProcess;
  let browser: Browser;
  let watched: WatchedPage;
  let page: Page;

  beforeAll(async () => {
    server = await startServer({ WORKERS: '1' });
    browser = await launchBrowser();
    watched = await openPlayground(browser, server.url);
    ({ page } = watched);
  }, 60_000);
  afterAll(async () => {
    await browser.close();
    stop(server);
  });

  const setThreshold = (percent: number) => page.locator('#threshold').fill(String(percent));
  const asked = (path: string) => watched.requests.filter((request) => request.endsWith(path)).length;

  it('says which model answers, and plainly that it is a simulated one', async () => {
    await page.locator('#model strong', { hasText: 'tetrapod-simulated' }).waitFor();
    const words = await page.locator('#model').innerText();
    expect(words).toContain('4 labels: Mammal, Bird, Reptile, Amphibian');
    expect(words).toContain('sees 224×224 float32');
    await page.getByText('says nothing of what is in it').waitFor();
    expect(await page.locator('.badge.simulated').isVisible()).toBe(true);
    expect(await page.locator('#stages').isVisible()).toBe(false);
  });

  it('classifies a photo that is dropped', async () => {
    await dropFiles(page, [FROG]);
    await untilAnswered(page, 'frog.jpg');
    expect(await shownLabels(page)).toEqual(FROG_LABELS.slice(0, 1));
    expect(await page.locator('#caption').innerText()).toBe('frog.jpg, 480×360, 15\u00a0kB');
    expect(await page.locator('#announcer').innerText()).toContain('Amphibian, 93.4\u00a0%');
  });

  it('filters as the threshold moves, and asks nothing for it', async () => {
    const before = watched.requests.length;
    const shown: string[][] = [];
    for (const percent of [0, 2, 90, 94]) {
      await setThreshold(percent);
      shown.push(await shownLabels(page));
    }
    expect(shown).toEqual([FROG_LABELS, FROG_LABELS.slice(0, 2), FROG_LABELS.slice(0, 1), []]);
    expect(await page.locator('#labels-note').innerText()).toBe(
      'No label reaches 94\u00a0%. The closest is Amphibian, 93.4\u00a0%.',
    );
    await setThreshold(50);
    expect(watched.requests.length).toBe(before);
  });

  it('shows where the time went, as a bar and in numbers that add up', async () => {
    const rows = await page.locator('#stages-legend li').allInnerTexts();
    const number = (text: string) => Number(/([\d.]+)\s?ms/.exec(text)![1]);
    const names = rows.map((row) => /^\w+/.exec(row.trim())![0]);
    expect(names[0]).toBe('network');
    for (const stage of ['queue', 'decode', 'preprocess', 'inference']) expect(names).toContain(stage);
    const total = number(await page.locator('#stages-total').innerText());
    const sum = rows.reduce((before, row) => before + number(row), 0);
    expect(Math.abs(sum - total)).toBeLessThan(0.1 + total * 0.02);
    const widths = await page
      .locator('#stages-bar .part')
      .evaluateAll((parts) => parts.map((part) => part.clientWidth));
    expect(widths).toHaveLength(rows.length);
    const widest = names[widths.indexOf(Math.max(...widths))]!;
    const longest = names[rows.map(number).indexOf(Math.max(...rows.map(number)))]!;
    expect(widest).toBe(longest);
  });

  it('shows what the model saw: the pixels of POST /explain/view', async () => {
    const shown = await page.locator('#view').evaluate(async (image: HTMLImageElement) => {
      await image.decode();
      const { naturalWidth: width, naturalHeight: height } = image;
      const context = new OffscreenCanvas(width, height).getContext('2d')!;
      context.drawImage(image, 0, 0);
      return { width, height, data: [...context.getImageData(0, 0, width, height).data] };
    });
    expect(shown).toMatchObject({ width: 224, height: 224 });
    const asked = { method: 'POST', headers: { 'Content-Type': 'image/jpeg' }, body: readFileSync(FROG) };
    const png = await (await fetch(`${server.url}/explain/view`, asked)).arrayBuffer();
    const expected = await sharp(Buffer.from(png)).ensureAlpha().raw().toBuffer();
    expect(Buffer.from(shown.data).equals(expected)).toBe(true);
  });

  it('classifies a picture that is pasted', async () => {
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    await page.evaluate(async () => {
      const canvas = new OffscreenCanvas(40, 30);
      const context = canvas.getContext('2d')!;
      context.fillStyle = '#c06030';
      context.fillRect(0, 0, 40, 30);
      await navigator.clipboard.write([new ClipboardItem({ 'image/png': canvas.convertToBlob() })]);
    });
    await page.keyboard.press('Control+V');
    await untilAnswered(page, '40×30');
    await setThreshold(0);
    expect(await shownLabels(page)).toHaveLength(4);
    await setThreshold(50);
  });

  it('classifies a sample', async () => {
    await page.getByRole('button', { name: 'Teapot', exact: true }).click();
    await untilAnswered(page, 'teapot.webp');
    await page.locator('#caption', { hasText: '360×270' }).waitFor();
  });

  it('takes several files, one after the other, and has the last ones in a strip', async () => {
    const names = ['fox', 'gecko', 'kingfisher'];
    await page.locator('#choose').setInputFiles(names.map((name) => `${ROOT}docs/pictures/${name}.jpg`));
    await untilAnswered(page, 'kingfisher.jpg');
    const strip = await page
      .locator('#strip button')
      .evaluateAll((buttons) => buttons.map((one) => one.ariaLabel));
    expect(strip.map((text) => text!.split(':')[0])).toEqual([
      ...['kingfisher.jpg', 'gecko.jpg', 'fox.jpg', 'teapot.webp'],
      ...['image.png', 'frog.jpg'],
    ]);
  });

  it('brings an answer of the strip back without asking again', async () => {
    const before = watched.requests.length;
    await page.getByRole('button', { name: /^frog\.jpg: Amphibian/ }).click();
    expect(await shownLabels(page)).toEqual(FROG_LABELS.slice(0, 1));
    expect(await page.locator('#strip [aria-current]').getAttribute('aria-label')).toContain('frog.jpg');
    expect(watched.requests.length).toBe(before);
  });

  it('counts latencies in a histogram that is described in words', async () => {
    const before = asked('/predict');
    await page.getByRole('button', { name: 'Ask 10 times' }).click();
    await page.locator('#histogram-words', { hasText: `${before + 10} answers` }).waitFor();
    expect(asked('/predict')).toBe(before + 10);
    const heights = await page
      .locator('#histogram span')
      .evaluateAll((bars) => bars.map((bar) => bar.clientHeight));
    expect(Math.max(...heights)).toBeGreaterThan(50);
    expect(await page.locator('#histogram').getAttribute('aria-label')).toMatch(/median [\d.]+\sm?s/);
  });

  it('takes a picture with the camera of a computer', async () => {
    await page.context().grantPermissions(['camera']);
    await page.getByRole('button', { name: 'Use the camera' }).click();
    await page.getByRole('button', { name: 'Take the picture' }).click();
    await untilAnswered(page, 'camera.jpg');
    expect(await page.locator('#camera').isVisible()).toBe(false);
    expect(
      await page.locator('#camera-video').evaluate((video: HTMLVideoElement) => video.srcObject),
    ).toBeNull();
    await page.getByRole('link', { name: 'Save camera.jpg' }).waitFor();
  });

  it('has asked nobody else and broken no policy', () => {
    expect(watched.foreign).toEqual([]);
    expect(watched.complaints).toEqual([]);
  });
});
