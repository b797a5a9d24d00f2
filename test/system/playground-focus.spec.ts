import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { makeKey } from '../support/api-keys.js';
import { launchBrowser, openPlayground, untilAnswered } from '../support/playground-page.js';
import { ROOT, startServer, stop, type ServerProcess } from '../support/server-process.js';

const FROG = `${ROOT}docs/pictures/frog.jpg`;

let server: ServerProcess;
let browser: Browser;
let page: Page;
beforeAll(async () => {
  server = await startServer({ WORKERS: '1' });
  browser = await launchBrowser();
}, 60_000);
afterAll(async () => {
  await browser.close();
  stop(server);
});
beforeEach(async () => {
  ({ page } = await openPlayground(browser, server.url));
  await page.locator('#model strong').waitFor();
});
afterEach(() => page.close());

/** Presses what has the focus of the keyboard then. */
async function press(selector: string): Promise<void> {
  await page.locator(selector).focus();
  await page.keyboard.press('Enter');
}
const focused = () => page.evaluate(() => document.activeElement!.id || document.activeElement!.textContent);

describe('the focus of the keyboard', () => {
  it('stays with what is at work', async () => {
    await page.locator('#choose').setInputFiles(FROG);
    await untilAnswered(page, 'frog.jpg');
    await press('#again');
    await page.locator('#again[aria-disabled=true]').waitFor();
    await page.locator('#histogram-words', { hasText: '11 answers' }).waitFor();
    await page.locator('#again[aria-disabled=false]').waitFor();
    expect(await focused()).toBe('again');
    await press('#why-ask');
    await page.locator('#why-result').waitFor();
    expect(await focused()).toBe('why-ask');
  });

  it('stays with "Ask again" while that fails, and goes on to the labels when it does not', async () => {
    let refuse = true;
    let refusals = 0;
    await page.route('**/predict?*', async (route) => {
      const problem = { title: 'Busy', detail: `expected less, ${++refusals}`, code: 'overloaded' };
      const body = JSON.stringify(problem);
      if (refuse) await route.fulfill({ status: 503, contentType: 'application/problem+json', body });
      else await route.continue();
    });
    await page.locator('#choose').setInputFiles(FROG);
    await page.locator('#problem', { hasText: 'expected less, 1' }).waitFor();
    await press('#problem button >> nth=0');
    await page.locator('#problem', { hasText: 'expected less, 2' }).waitFor();
    expect(await focused()).toBe('Ask again');
    refuse = false;
    await page.keyboard.press('Enter');
    await page.locator('#problem').waitFor({ state: 'hidden' });
    expect(await focused()).toBe('labels-title');
  });

  it('goes on to the choice of a picture when the server is back', async () => {
    let isGone = true;
    await page.route(/\/(predict\?|health\/ready)/, (route) =>
      isGone ? route.abort('connectionrefused') : route.continue(),
    );
    await page.locator('#choose').setInputFiles(FROG);
    await page.locator('#banner').waitFor();
    expect(await page.locator('#labels-note').innerText()).toBe('Waiting to be sent.');
    await press('#banner-now');
    await page.locator('#banner-now[aria-disabled=false]').waitFor();
    expect(await focused()).toBe('banner-now');
    isGone = false;
    await page.keyboard.press('Enter');
    await page.locator('#banner').waitFor({ state: 'hidden' });
    expect(await focused()).toBe('choose');
  });

  it('goes on to the choice of a picture with a key, and without it', async () => {
    const web = makeKey('web');
    const locked = await startServer({ WORKERS: '1', API_KEYS: web.entry });
    try {
      await page.goto(locked.url);
      await page.locator('#key-panel').waitFor();
      expect(await page.locator('#key').getAttribute('aria-describedby')).toBe('key-reason');
      await page.keyboard.type(web.key);
      await page.keyboard.press('Enter');
      await page.locator('#model strong').waitFor();
      expect(await focused()).toBe('choose');
      await press('#key-forget');
      expect(await focused()).toBe('choose');
    } finally {
      stop(locked);
    }
  }, 60_000);
});

describe('what a screen reader reads out', () => {
  /** What is put into an element from now on. */
  const listenTo = (selector: string) =>
    page.locator(selector).evaluateHandle((element) => {
      const heard: string[] = [];
      new MutationObserver((records) => {
        for (const { addedNodes } of records) {
          for (const node of addedNodes) {
            if ((node as Element).ariaHidden !== 'true') heard.push(node.textContent!);
          }
        }
      }).observe(element, { childList: true });
      return heard;
    });

  it('is the answer once, also of ten to the same picture, and again when it is looked at again', async () => {
    const heard = await listenTo('#announcer');
    await page.locator('#choose').setInputFiles(FROG);
    await untilAnswered(page, 'frog.jpg');
    await page.locator('#again').click();
    await page.locator('#histogram-words', { hasText: '11 answers' }).waitFor();
    const frog = 'Amphibian, 93.4\u00a0%. 1 of 4 labels with at least 50\u00a0%.';
    expect(await heard.jsonValue()).toEqual([frog]);
    await page.getByRole('button', { name: 'Fox', exact: true }).click();
    await untilAnswered(page, 'fox.webp');
    await page.getByRole('button', { name: /^frog\.jpg/ }).click();
    expect((await heard.jsonValue()).filter((words) => words === frog)).toHaveLength(2);
  });

  it('is what the threshold leaves, by the slider itself', async () => {
    const slider = page.locator('#threshold');
    expect(await slider.getAttribute('aria-valuetext')).toBe('50\u00a0%');
    await page.locator('#choose').setInputFiles(FROG);
    await untilAnswered(page, 'frog.jpg');
    await slider.fill('2');
    expect(await slider.getAttribute('aria-valuetext')).toBe('2\u00a0%, 2 of 4 labels');
    // It would repeat the slider at each step.
    expect(await page.locator('#threshold-output').getAttribute('aria-live')).toBe('off');
  });

  it('is why the server cannot be reached, once for each reason', async () => {
    let why = 'connectionrefused';
    await page.route(/\/(predict\?|health\/ready)/, (route) =>
      why === 'draining'
        ? route.fulfill({
            status: 503,
            contentType: 'application/problem+json',
            body: JSON.stringify({ title: 'Not ready', detail: 'It is draining.', code: 'not_ready' }),
          })
        : route.abort('connectionrefused'),
    );
    const heard = await listenTo('#banner-reason');
    await page.locator('#choose').setInputFiles(FROG);
    await page.locator('#banner').waitFor();
    const ask = async () => {
      const asked = page.waitForResponse('**/health/ready').catch(() => undefined);
      await page.locator('#banner-now').click();
      await Promise.race([asked, page.waitForEvent('requestfailed')]);
      await page.locator('#banner-now[aria-disabled=false]').waitFor();
    };
    await ask();
    await ask();
    expect(await page.locator('#banner-reason').innerText()).toMatch(
      /^It does not answer\. Asking again in \d+ s\.$/,
    );
    why = 'draining';
    await ask();
    expect(await heard.jsonValue()).toEqual(['It does not answer.', 'It is draining.']);
  });
});
