import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import axe, { type AxeResults } from 'axe-core';
import type { Browser, Page } from 'playwright-core';
import sharp from 'sharp';
import { launchBrowser, openPlayground, untilAnswered } from '../support/playground-page.js';
import { ROOT, startServer, stop, type ServerProcess } from '../support/server-process.js';

const SCHEMES = ['light', 'dark'] as const;
const WIDTHS = [320, 768, 1440];

/** What the page may look like, and how it gets there. */
const STATES: { name: string; reach: (page: Page) => Promise<void> }[] = [
  { name: 'empty', reach: (page) => page.locator('#labels .is-expected').first().waitFor() },
  {
    name: 'with an answer that is explained, and its numbers',
    reach: async (page) => {
      await page.getByRole('button', { name: 'Frog', exact: true }).click();
      await untilAnswered(page, 'frog.webp');
      await page.locator('#threshold').fill('0');
      await page.getByRole('button', { name: 'Why this answer?' }).click();
      await page.getByText('The numbers').click();
    },
  },
  {
    name: 'with a problem',
    reach: async (page) => {
      await page.locator('#choose').setInputFiles(`${ROOT}README.md`);
      await page.locator('#problem', { hasText: 'unsupported_image_format' }).waitFor();
    },
  },
  {
    name: 'with the camera',
    reach: async (page) => {
      await page.context().grantPermissions(['camera']);
      await page.locator('#camera-open').evaluate((button: HTMLButtonElement) => {
        button.click();
      });
      await page.locator('#camera-capture:enabled').waitFor();
    },
  },
  {
    name: 'without its server, which asks for a key besides',
    reach: async (page) => {
      await page.locator('#key-panel').evaluate((panel: HTMLElement) => {
        panel.hidden = false;
      });
      await page.route('**/predict?*', (route) => route.abort('connectionrefused'));
      await page.route('**/health/ready', (route) => route.abort('connectionrefused'));
      await page.getByRole('button', { name: 'Frog', exact: true }).click();
      await page.locator('#banner').waitFor();
    },
  },
];

let server: ServerProcess;
let browser: Browser;
beforeAll(async () => {
  server = await startServer({ WORKERS: '1' });
  browser = await launchBrowser();
}, 60_000);
afterAll(async () => {
  await browser.close();
  stop(server);
});

describe.each(STATES)('the playground $name', ({ reach }) => {
  let page: Page;
  beforeAll(async () => {
    ({ page } = await openPlayground(browser, server.url));
    await reach(page);
  }, 60_000);
  afterAll(() => page.close());

  it.each(SCHEMES)('has nothing that axe finds serious, %s', async (colorScheme) => {
    await page.emulateMedia({ colorScheme });
    await page.evaluate(axe.source);
    const { violations, passes } = await page.evaluate(() =>
      (globalThis as unknown as { axe: { run: () => Promise<AxeResults> } }).axe.run(),
    );
    const serious = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical');
    expect(serious.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])).toEqual([]);
    expect(passes.map(({ id }) => id)).toContain('color-contrast');
  });

  it.each(WIDTHS)('fits into %i pixels, and nothing to be touched is small', async (width) => {
    await page.setViewportSize({ width, height: 900 });
    const found = await page.evaluate(() => {
      const { scrollWidth, clientWidth } = document.documentElement;
      const small = [
        ...document.querySelectorAll('button, .button, select, summary, input[type=range], nav a'),
      ]
        .map((one) => ({ one, box: one.getBoundingClientRect() }))
        .filter(({ box }) => box.width > 0 && (box.height < 40 || box.width < 40));
      return { over: scrollWidth - clientWidth, small: small.map(({ one }) => one.outerHTML) };
    });
    expect(found).toEqual({ over: 0, small: [] });
  });
});

describe('the playground in colours that the visitor forces upon it', () => {
  it('has sliders, a scale, and marks of what is chosen that are to be seen', async () => {
    const { page } = await openPlayground(browser, server.url, {
      forcedColors: 'active',
      colorScheme: 'dark',
    });
    await page.getByRole('button', { name: 'Frog', exact: true }).click();
    await untilAnswered(page, 'frog.webp');
    await page.getByRole('button', { name: 'Why this answer?' }).click();
    await page.locator('#why-result').waitFor();
    /** How far apart the darkest and the lightest points of an element are, its left fifth alone: there is no thumb. */
    const contrast = async (selector: string) => {
      const { x, y, width, height } = (await page.locator(selector).boundingBox())!;
      const clip = { x, y, width: width / 5, height };
      const png = await page.screenshot({ clip, fullPage: true });
      const { channels } = await sharp(png).removeAlpha().greyscale().stats();
      return channels[0]!.max - channels[0]!.min;
    };
    await page.evaluate(() => {
      scrollTo(0, 0);
    });
    for (const selector of ['#threshold', '#why-opacity', '.scale i']) {
      expect([selector, (await contrast(selector)) > 20]).toEqual([selector, true]);
    }
    const border = (selector: string) =>
      page.locator(selector).evaluate((element) => parseFloat(getComputedStyle(element).borderTopWidth));
    expect(await border('[role=tab][aria-selected=true]')).toBe(2);
    expect(await border('[role=tab][aria-selected=false] >> nth=0')).toBe(0);
    expect(await border('.strip [aria-current] img')).toBe(3);
    await page.close();
  });
});
