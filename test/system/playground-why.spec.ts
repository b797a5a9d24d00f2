import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import {
  launchBrowser,
  openPlayground,
  untilAnswered,
  type WatchedPage,
} from '../support/playground-page.js';
import { ROOT, startServer, stop, type ServerProcess } from '../support/server-process.js';
import { drawBlocks, modelPath } from '../support/tiny-models.js';

interface Explanation {
  label: string;
  importance: number[][];
  view: { region: { left: number; top: number; width: number; height: number } };
}

describe('why this answer', () => {
  let server: ServerProcess;
  let browser: Browser;
  let watched: WatchedPage;
  let page: Page;
  let explanation: Explanation;

  beforeAll(async () => {
    // It cuts the middle out of a picture, so that there is something that it does not see.
    server = await startServer({ WORKERS: '1', MODEL: modelPath('shortest-edge') });
    browser = await launchBrowser();
    watched = await openPlayground(browser, server.url);
    ({ page } = watched);
    await page.route('**/explain?*', async (route) => {
      const response = await route.fetch();
      explanation = (await response.json()) as Explanation;
      await route.fulfill({ response });
    });
  }, 60_000);
  afterAll(async () => {
    await browser.close();
    stop(server);
  });

  /** The colour of the heat map at a place in fractions of the picture: red, green, blue, alpha. */
  const heatAt = (x: number, y: number) =>
    page
      .locator('#heat')
      .evaluate(
        (canvas: HTMLCanvasElement, [x, y]) => [
          ...canvas.getContext('2d')!.getImageData(canvas.width * x!, canvas.height * y!, 1, 1).data,
        ],
        [x, y],
      );
  /** What is painted in the middle of the patch that counts most. */
  const heatOfStrongest = async () => {
    const { importance, view } = explanation;
    const most = Math.max(...importance.flat().map(Math.abs));
    const at = importance.flat().findIndex((value) => Math.abs(value) === most);
    const [rows, columns] = [importance.length, importance[0]!.length];
    const { left, top, width, height } = view.region;
    const x = left + (((at % columns) + 0.5) / columns) * width;
    const y = top + ((Math.floor(at / columns) + 0.5) / rows) * height;
    const [red, , blue, alpha] = await heatAt(x, y);
    // Between patches the map is smooth, so that its strongest place is a little less than the strongest patch.
    const strongest = Math.min(1, most / 0.01);
    const isStrong = alpha! > 170 * strongest && alpha! < 212 * strongest + 1;
    return { isWarm: red! > blue!, isStrong };
  };
  const tableRows = () =>
    page
      .locator('#why-numbers tbody tr')
      .evaluateAll((rows) =>
        rows.map((row) => [...row.querySelectorAll('td')].map((cell) => cell.textContent)),
      );

  it('does not call a model simulated that is none', async () => {
    await page.locator('#model strong', { hasText: 'shortest-edge' }).waitFor();
    expect(await page.locator('.simulated:visible').count()).toBe(0);
  });

  it('explains the best label when it is asked, and not before', async () => {
    const buffer = await drawBlocks('wide-with-green-middle');
    await page.locator('#choose').setInputFiles({ name: 'wide.png', mimeType: 'image/png', buffer });
    await untilAnswered(page, 'wide.png');
    expect(watched.requests).not.toContain('POST /explain');
    expect(await page.locator('#heat').isVisible()).toBe(false);
    await page.getByRole('button', { name: 'Why this answer?' }).click();
    await page.locator('#why-result').waitFor();
    expect(watched.requests.filter((request) => request === 'POST /explain')).toHaveLength(1);
    expect(explanation.label).toBe('greenish');
    expect(await page.locator('#why-summary').innerText()).toContain('What speaks most for greenish is');
  });

  it('lays the heat map over what the model saw, and a shade over the rest', async () => {
    const { left, width } = explanation.view.region;
    expect([left, width].map((share) => share.toFixed(3))).toEqual(['0.333', '0.333']);
    expect(await page.locator('#heat').isVisible()).toBe(true);
    for (const x of [0.1, 0.9]) {
      expect((await heatAt(x, 0.5)).slice(0, 3)).toEqual([0, 0, 0]);
      expect((await heatAt(x, 0.5))[3]).toBeGreaterThan(80);
    }
    expect(await heatOfStrongest()).toEqual({ isWarm: true, isStrong: true });
  });

  it('has the same in numbers', async () => {
    await page.getByText('The numbers').click();
    const rows = await tableRows();
    const inPoints = (value: number) => {
      const text = Math.abs(value * 100).toFixed(2);
      if (text === '0.00') return text;
      return `${value > 0 ? '+' : '\u2212'}${text}`;
    };
    expect(rows).toEqual(explanation.importance.map((row) => row.map(inPoints)));
    expect(rows).toHaveLength(7);
    const link = page.getByRole('link', { name: 'Save it as a picture' });
    expect(await link.getAttribute('href')).toMatch(/^data:image\/png;base64,iVBOR/);
  });

  it('explains another label as soon as it is chosen: blue is what speaks against it', async () => {
    const former = await tableRows();
    await page.getByLabel('Label', { exact: true }).selectOption('greyish');
    await page.locator('#why-summary', { hasText: 'greyish' }).waitFor();
    expect(explanation.label).toBe('greyish');
    expect(await tableRows()).not.toEqual(former);
    expect(await heatOfStrongest()).toEqual({ isWarm: false, isStrong: true });
  });

  it('fades the heat map, and takes it away, without asking again', async () => {
    const before = watched.requests.length;
    await page.getByLabel('Strength').fill('30');
    expect(await page.locator('#heat').evaluate((canvas) => canvas.style.opacity)).toBe('0.3');
    await page.getByLabel('Over the picture').uncheck();
    expect(await page.locator('#heat').isVisible()).toBe(false);
    await page.getByLabel('Over the picture').check();
    expect(await page.locator('#heat').isVisible()).toBe(true);
    expect(watched.requests.length).toBe(before);
  });

  it('forgets the explanation with the picture, and finds it again in the strip', async () => {
    await page.locator('#choose').setInputFiles(`${ROOT}docs/pictures/fox.jpg`);
    await untilAnswered(page, 'fox.jpg');
    expect(await page.locator('#heat').isVisible()).toBe(false);
    expect(await page.locator('#why-result').isVisible()).toBe(false);
    await page.getByRole('button', { name: /^wide\.png/ }).click();
    expect(await page.locator('#heat').isVisible()).toBe(true);
    expect(await page.getByLabel('Label', { exact: true }).inputValue()).toBe('greyish');
  });

  it('says why there is no explanation, and keeps the answer', async () => {
    const problem = { title: 'Busy', detail: 'expected fewer explanations', code: 'overloaded', status: 503 };
    await page.route('**/explain?*', (route) =>
      route.fulfill({ status: 503, contentType: 'application/problem+json', body: JSON.stringify(problem) }),
    );
    await page.getByRole('button', { name: 'Why this answer?' }).click();
    await page.locator('#why-problem', { hasText: 'Busy: expected fewer explanations' }).waitFor();
    expect(await page.locator('#labels li:visible').count()).toBeGreaterThan(0);
    expect(await page.locator('#banner').isVisible()).toBe(false);
  });
});
