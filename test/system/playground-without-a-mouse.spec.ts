import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Browser } from 'playwright-core';
import { launchBrowser, openPlayground, shownLabels, untilAnswered } from '../support/playground-page.js';
import { ROOT, startServer, stop, type ServerProcess } from '../support/server-process.js';

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
