import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import axe, { type AxeResults } from 'axe-core';
import type { Browser, Page } from 'playwright-core';
import sharp from 'sharp';
import { launchBrowser, openPlayground, shownLabels, untilAnswered } from '../support/playground-page.js';
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

describe('the playground without a mouse', () => {
  it('can be used with the keyboard alone, from the sample to the numbers behind the answer', async () => {
    const { page, requests } = await openPlayground(browser, server.url);
    await page.locator('#model strong').waitFor();
    const tabTo = async (selector: string) => {
      for (let i = 0; i < 60; i++) {
        await page.keyboard.press('Tab');
        if (await page.evaluate((wanted) => document.activeElement?.matches(wanted), selector)) return;
      }
      throw new Error(`expected to reach ${selector} within 60 stops`);
    };
    await tabTo('[data-sample="frog.webp"]');
    expect(await page.evaluate(() => getComputedStyle(document.activeElement!).outlineStyle)).toBe('solid');
    await page.keyboard.press('Enter');
    await untilAnswered(page, 'frog.webp');
    expect(await shownLabels(page)).toHaveLength(1);
    await tabTo('#threshold');
    await page.keyboard.press('Home');
    expect(await shownLabels(page)).toHaveLength(4);
    await page.keyboard.press('End');
    expect(await shownLabels(page)).toHaveLength(0);
    await tabTo('#why-ask');
    await page.keyboard.press('Space');
    await page.locator('#why-result').waitFor();
    await tabTo('#why-opacity');
    await page.keyboard.press('ArrowLeft');
    expect(await page.locator('#heat').evaluate((canvas) => canvas.style.opacity)).toBe('0.84');
    await tabTo('#why summary');
    await page.keyboard.press('Enter');
    expect(await page.locator('#why-numbers').isVisible()).toBe(true);
    await tabTo('#strip button');
    await tabTo('#snippet-copy button');
    expect(requests.filter((request) => request === 'POST /predict')).toHaveLength(1);
    await page.close();
  });

  it('opens and closes the camera with the keyboard, and switches it off', async () => {
    const { page } = await openPlayground(browser, server.url);
    await page.context().grantPermissions(['camera']);
    await page.getByRole('button', { name: 'Use the camera' }).press('Enter');
    await page.locator('#camera-capture:focus').waitFor();
    const track = await page
      .locator('#camera-video')
      .evaluateHandle((video: HTMLVideoElement) => (video.srcObject as MediaStream).getVideoTracks()[0]!);
    await page.keyboard.press('Escape');
    expect(await page.locator('#camera').isVisible()).toBe(false);
    // The dialogue is gone at once, its event comes a task later.
    await page.waitForFunction(({ readyState }) => readyState === 'ended', track);
    await page.close();
  });

  it('switches every camera off, though it was closed and opened again before the browser gave one', async () => {
    const { page } = await openPlayground(browser, server.url);
    await page.context().grantPermissions(['camera']);
    const tracks = await page.evaluateHandle(() => {
      const tracks: MediaStreamTrack[] = [];
      const devices = navigator.mediaDevices;
      const ask = devices.getUserMedia.bind(devices);
      devices.getUserMedia = async (constraints) => {
        const stream = await ask(constraints);
        tracks.push(...stream.getTracks());
        return stream;
      };
      return tracks;
    });
    await page.evaluate(() => {
      document.querySelector<HTMLButtonElement>('#camera-open')!.click();
      document.querySelector<HTMLButtonElement>('#camera-close')!.click();
      document.querySelector<HTMLButtonElement>('#camera-open')!.click();
    });
    await page.waitForFunction((all) => all.length === 2, tracks);
    await page.locator('#camera-capture:enabled').waitFor();
    await page.keyboard.press('Escape');
    await page.waitForFunction((all) => all.every(({ readyState }) => readyState === 'ended'), tracks);
    await page.close();
  });

  it('says what it may not do: without permission, and where the camera needs HTTPS', async () => {
    const { page } = await openPlayground(browser, server.url);
    await page.context().clearPermissions();
    await page.getByRole('button', { name: 'Use the camera' }).click();
    await page.getByText('The browser may not use the camera').waitFor();
    await page.close();
    const context = await browser.newContext();
    await context.addInitScript(() => {
      Object.defineProperty(Navigator.prototype, 'mediaDevices', { get: () => undefined });
    });
    const insecure = await context.newPage();
    await insecure.goto(server.url);
    await insecure.getByText('only to pages that come by HTTPS or from this machine').waitFor();
    expect(await insecure.getByRole('button', { name: 'Use the camera' }).isDisabled()).toBe(true);
    await context.close();
  });
});

describe('the playground for those who ask for less motion', () => {
  it('changes from light to dark at once, no element by a transition', async () => {
    const { page } = await openPlayground(browser, server.url, { colorScheme: 'light' });
    await page.locator('#model strong').waitFor();
    await page.emulateMedia({ colorScheme: 'dark' });
    const found = await page.evaluate(() => ({
      paper: getComputedStyle(document.body).backgroundColor,
      transitions: document.getAnimations().length,
    }));
    expect(found).toEqual({ paper: 'rgb(18, 22, 20)', transitions: 0 });
    await page.close();
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

describe('the playground on a phone', () => {
  it('takes a photo with the phone itself', async () => {
    const phone = await launchBrowser('--blink-settings=primaryPointerType=2,availablePointerTypes=2');
    try {
      const { page } = await openPlayground(phone, server.url, {
        viewport: { width: 390, height: 844 },
        isMobile: true,
        hasTouch: true,
      });
      await page.locator('label', { hasText: 'Take a photo' }).waitFor();
      expect(await page.locator('#camera-open').isVisible()).toBe(false);
      expect(await page.locator('#photograph').getAttribute('capture')).toBe('environment');
      await page.locator('#photograph').setInputFiles(`${ROOT}docs/pictures/frog.jpg`);
      await untilAnswered(page, 'frog.jpg');
      expect(await shownLabels(page)).toEqual(['Amphibian 93.4 %']);
    } finally {
      await phone.close();
    }
  }, 60_000);
});
