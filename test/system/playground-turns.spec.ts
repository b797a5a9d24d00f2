import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { Browser, CDPSession, Page } from 'playwright-core';
import {
  dropFiles,
  launchBrowser,
  openPlayground,
  untilAnswered,
  type WatchedPage,
} from '../support/playground-page.js';
import { ROOT, startServer, stop, type ServerProcess } from '../support/server-process.js';

const picture = (name: string) => `${ROOT}docs/pictures/${name}.jpg`;

let server: ServerProcess;
let browser: Browser;
let watched: WatchedPage;
let page: Page;
beforeAll(async () => {
  server = await startServer({ WORKERS: '1' });
  browser = await launchBrowser();
}, 60_000);
afterAll(async () => {
  await browser.close();
  stop(server);
});
afterEach(() => page.close());
beforeEach(async () => {
  watched = await openPlayground(browser, server.url);
  ({ page } = watched);
  await page.locator('#model strong').waitFor();
});

/** Holds the requests to a path until they are let go. */
async function hold(path: string): Promise<() => void> {
  let release!: () => void;
  const released = new Promise<void>((resolve) => (release = resolve));
  await page.route(path, async (route) => {
    await released;
    await route.continue();
  });
  return release;
}
const strip = () =>
  page.locator('#strip button').evaluateAll((all) => all.map((one) => one.ariaLabel!.split(':')[0]));
const untilAllAnswered = () =>
  page.waitForFunction(() => !document.querySelector('#strip')!.innerHTML.includes('Waiting'));

describe('pictures that are given one upon the other', () => {
  it('shows the newest, also while older ones are worked on', async () => {
    const letGo = await hold('**/predict?*');
    await dropFiles(page, ['fox', 'gecko', 'kingfisher'].map(picture));
    await page.locator('#caption', { hasText: 'fox.jpg' }).waitFor();
    await dropFiles(page, [picture('frog')]);
    await page.locator('#caption', { hasText: 'frog.jpg' }).waitFor();
    letGo();
    await untilAllAnswered();
    expect(await page.locator('#caption').innerText()).toContain('frog.jpg');
    expect(await strip()).toEqual(['frog.jpg', 'kingfisher.jpg', 'gecko.jpg', 'fox.jpg']);
  });

  it('stays with the one that is looked at in the strip', async () => {
    await dropFiles(page, [picture('frog')]);
    await untilAnswered(page, 'frog.jpg');
    const letGo = await hold('**/predict?*');
    await dropFiles(page, ['fox', 'gecko'].map(picture));
    await page.getByRole('button', { name: /^frog\.jpg/ }).click();
    letGo();
    await untilAllAnswered();
    expect(await page.locator('#caption').innerText()).toContain('frog.jpg');
  });

  it('takes a sample for given up that comes after something else was given', async () => {
    const letGo = await hold('**/samples/fox.webp');
    const fox = page.getByRole('button', { name: 'Fox', exact: true });
    await fox.click();
    expect(await fox.getAttribute('aria-busy')).toBe('true');
    await page.getByRole('button', { name: 'Gecko', exact: true }).click();
    await untilAnswered(page, 'gecko.webp');
    letGo();
    await page.locator('[data-sample="fox.webp"][aria-busy=false]').waitFor();
    expect(await strip()).toEqual(['gecko.webp']);
    expect(await page.locator('#banner').isVisible()).toBe(false);
  });

  it('says how many it has not taken, and keeps no memory of any but the last twelve', async () => {
    await page.evaluate(() => {
      const kept = new Set<string>();
      const [make, revoke] = [URL.createObjectURL.bind(URL), URL.revokeObjectURL.bind(URL)];
      URL.createObjectURL = (blob) => {
        const url = make(blob);
        kept.add(url);
        return url;
      };
      URL.revokeObjectURL = (url) => {
        kept.delete(url);
        revoke(url);
      };
      Object.assign(globalThis, { kept });
    });
    const buffer = readFileSync(picture('frog-small'));
    const files = (count: number) =>
      Array.from({ length: count }, (_, i) => ({ name: `${i}.jpg`, mimeType: 'image/jpeg', buffer }));
    const letGo = await hold('**/explain/view');
    await page.locator('#choose').setInputFiles(files(30));
    const note = page.locator('#input-note');
    await note.filter({ hasText: 'Only the first 12 of 30 were taken.' }).waitFor();
    // The first one is forgotten while the server is asked about it.
    for (let i = 0; i < 20; i++) await page.locator('#choose').setInputFiles(files(1));
    expect(await note.innerText()).toBe('');
    letGo();
    await untilAllAnswered();
    await untilAnswered(page, '0.jpg');
    await sleep(300);
    const kept = await page.evaluate(() => (globalThis as unknown as { kept: Set<string> }).kept.size);
    expect(kept).toBe(2 * 12);
  });
});

describe('explanations that are asked for one upon the other', () => {
  const why = () => page.locator('#why-ask').click();
  const underWay = () => watched.requests.filter((request) => request === 'POST /explain').length;

  it('explains the label that was chosen last, also where another one is worked on', async () => {
    await dropFiles(page, [picture('frog')]);
    await untilAnswered(page, 'frog.jpg');
    const letGo = await hold('**/explain?*');
    await why();
    await page.getByLabel('Label', { exact: true }).selectOption('Mammal');
    await page.getByLabel('Label', { exact: true }).selectOption('Reptile');
    letGo();
    await page.locator('#why-summary', { hasText: 'Reptile' }).waitFor();
    expect(await page.getByLabel('Label', { exact: true }).inputValue()).toBe('Reptile');
    expect(await page.locator('#why-ask').innerText()).toBe('Why this answer?');
    expect(underWay()).toBe(2);
  });

  it('asks about the next picture when the server is done with the one before', async () => {
    await dropFiles(page, [picture('frog')]);
    await untilAnswered(page, 'frog.jpg');
    const letGo = await hold('**/explain?*');
    await why();
    await dropFiles(page, [picture('fox')]);
    await untilAnswered(page, 'fox.jpg');
    await why();
    await sleep(200);
    expect(underWay()).toBe(1);
    letGo();
    await page.locator('#why-result').waitFor();
    expect(await page.locator('#caption').innerText()).toContain('fox.jpg');
    expect(await page.locator('#why-problem').isVisible()).toBe(false);
    await page.getByRole('button', { name: /^frog\.jpg/ }).click();
    expect(await page.locator('#why-result').isVisible()).toBe(true);
    expect(underWay()).toBe(2);
  });
});

describe('what is no picture', () => {
  /** Drops what is no file, as from another page. */
  const dropLink = async () => {
    const client: CDPSession = await page.context().newCDPSession(page);
    const items = [{ mimeType: 'text/uri-list', data: 'http://127.0.0.1:9/elsewhere' }];
    for (const type of ['dragEnter', 'dragOver', 'drop'] as const) {
      const data = { items, dragOperationsMask: 1 };
      await client.send('Input.dispatchDragEvent', { type, x: 300, y: 300, data });
    }
    await client.detach();
  };

  it('is not followed when it is dropped, and the page says why', async () => {
    await dropLink();
    await page.locator('#input-note', { hasText: 'Save the picture first, then drop its file' }).waitFor();
    expect(page.url()).toBe(`${server.url}/`);
    expect(watched.requests).not.toContain('POST /predict');
    await dropFiles(page, [picture('frog')]);
    await untilAnswered(page, 'frog.jpg');
    expect(await page.locator('#input-note').innerText()).toBe('');
  });

  it('is said to be none when it is pasted, but for a key into its field', async () => {
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    await page.evaluate(() => navigator.clipboard.writeText('some words'));
    await page.locator('#key-panel').evaluate((panel: HTMLElement) => {
      panel.hidden = false;
    });
    await page.locator('#key').focus();
    await page.keyboard.press('Control+V');
    expect(await page.locator('#key').inputValue()).toBe('some words');
    expect(await page.locator('#input-note').innerText()).toBe('');
    await page.locator('#choose').focus();
    await page.keyboard.press('Control+V');
    await page.locator('#input-note', { hasText: 'There is no picture in the clipboard.' }).waitFor();
  });
});
