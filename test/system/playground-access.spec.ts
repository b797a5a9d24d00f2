import { once } from 'node:events';
import { createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { makeKey } from '../support/api-keys.js';
import { freePorts } from '../support/free-ports.js';
import { launchBrowser, openPlayground, shownLabels, untilAnswered } from '../support/playground-page.js';
import { ROOT, startServer, stop, type ServerProcess } from '../support/server-process.js';

const FROG = `${ROOT}docs/pictures/frog.jpg`;
const FOX = `${ROOT}docs/pictures/fox.jpg`;

let browser: Browser;
beforeAll(async () => {
  browser = await launchBrowser();
}, 60_000);
afterAll(() => browser.close());

describe('the playground of a server with API keys', () => {
  const web = makeKey('web');
  let server: ServerProcess;
  let page: Page;
  beforeAll(async () => {
    server = await startServer({ WORKERS: '1', API_KEYS: web.entry });
    ({ page } = await openPlayground(browser, server.url));
  }, 60_000);
  afterAll(() => {
    stop(server);
  });

  const enter = async (key: string) => {
    await page.getByRole('textbox', { name: 'API key' }).fill(key);
    await page.getByRole('button', { name: 'Use it' }).click();
  };

  it('asks for a key at once, and again after a wrong one', async () => {
    await page.getByText('received none').waitFor();
    expect(
      await page
        .getByRole('textbox', { name: 'API key' })
        .evaluate((field) => field === document.activeElement),
    ).toBe(true);
    await enter('wrong');
    await page.getByText('received another; ask its operator').waitFor();
  });

  it('classifies what was dropped before there was a key as soon as there is one', async () => {
    await page.locator('#choose').setInputFiles(FROG);
    await page.locator('#problem', { hasText: 'unauthorized' }).waitFor();
    await enter(web.key);
    await untilAnswered(page, 'frog.jpg');
    expect(await shownLabels(page)).toEqual(['Amphibian 93.4 %']);
    expect(await page.locator('#problem').isVisible()).toBe(false);
    expect(await page.locator('#key-panel').isVisible()).toBe(false);
    await page.locator('#model', { hasText: 'tetrapod-simulated' }).waitFor();
  });

  it('keeps the key for this tab alone, and shows it nowhere', async () => {
    await page.reload();
    await page.locator('#model', { hasText: 'tetrapod-simulated' }).waitFor();
    const kept = await page.evaluate(() => [
      Object.entries(sessionStorage),
      localStorage.length,
      document.cookie,
    ]);
    expect(kept).toEqual([[['tetrapod-api-key', web.key]], 0, '']);
    expect(await page.content()).not.toContain(web.key);
    const { page: another } = await openPlayground(browser, server.url);
    await another.getByRole('textbox', { name: 'API key' }).waitFor();
    await another.close();
  });

  it('forgets it when it is told to', async () => {
    await page.getByRole('button', { name: 'Forget the key' }).click();
    expect(await page.evaluate(() => sessionStorage.length)).toBe(0);
    await page.locator('#choose').setInputFiles(FROG);
    await page.getByRole('textbox', { name: 'API key' }).waitFor();
  });
});

describe('the playground of a server that goes', () => {
  let server: ServerProcess | undefined;
  afterEach(() => {
    if (server) stop(server);
  });

  it('says so, waits for it, and goes on by itself when it is back', async () => {
    const [port] = await freePorts(1);
    const env = { WORKERS: '1', PORT: String(port) };
    server = await startServer(env);
    const { page, requests } = await openPlayground(browser, server.url);
    await page.locator('#choose').setInputFiles(FROG);
    await untilAnswered(page, 'frog.jpg');
    stop(server);
    await server.exit;
    await page.locator('#choose').setInputFiles(FOX);
    const banner = page.getByRole('alert').filter({ hasText: 'The server cannot be reached' });
    await banner.waitFor();
    expect(await page.locator('#problem').isVisible()).toBe(false);
    // What was there stays to be seen.
    await page.getByRole('button', { name: /^frog\.jpg/ }).click();
    expect(await shownLabels(page)).toEqual(['Amphibian 93.4 %']);
    await page.getByRole('button', { name: /^fox\.jpg: Waiting/ }).click();

    server = await startServer(env);
    await untilAnswered(page, 'fox.jpg');
    expect(await shownLabels(page)).toEqual(['Amphibian 52.0 %']);
    await banner.waitFor({ state: 'hidden' });
    expect(await page.locator('#announcer').innerText()).not.toBe('');
    const probes = () => requests.filter((request) => request === 'GET /health/ready').length;
    const before = probes();
    expect(before).toBeGreaterThan(0);
    // Longer than the longest of the first pauses: nobody asks any more.
    await page.waitForTimeout(2500);
    expect(probes()).toBe(before);
  }, 60_000);

  it('asks twice, and no more, where the connection breaks though the server is there', async () => {
    server = await startServer({ WORKERS: '1' });
    const { page, requests } = await openPlayground(browser, server.url);
    await page.route('**/predict?*', (route) => route.abort('connectionreset'));
    await page.locator('#choose').setInputFiles(FROG);
    await page.locator('#problem', { hasText: 'The connection broke twice' }).waitFor();
    expect(requests.filter((request) => request === 'POST /predict')).toHaveLength(2);
    expect(requests).toContain('GET /health/ready');
    await page.unroute('**/predict?*');
    await page.getByRole('button', { name: 'Ask again' }).click();
    await untilAnswered(page, 'frog.jpg');
  }, 60_000);

  it('takes a gateway in its place for its being gone', async () => {
    server = await startServer({ WORKERS: '1' });
    const { page } = await openPlayground(browser, server.url);
    let isGone = true;
    await page.route(/\/(predict\?|health\/ready)/, (route) =>
      isGone
        ? route.fulfill({ status: 502, contentType: 'text/html', body: '<h1>Bad Gateway</h1>' })
        : route.continue(),
    );
    await page.locator('#choose').setInputFiles(FROG);
    const banner = page.getByRole('alert').filter({ hasText: 'The server cannot be reached' });
    await banner.waitFor();
    isGone = false;
    await banner.getByRole('button', { name: 'Ask now' }).click();
    await untilAnswered(page, 'frog.jpg');
  }, 60_000);
});

describe('the playground behind a proxy with a path of its own', () => {
  it('works there as it does at the root', async () => {
    const server = await startServer({ WORKERS: '1' });
    const proxy = createServer((asked, answer) => {
      const path = asked.url!.replace(/^\/tetrapod/, '');
      if (path === asked.url) answer.writeHead(404).end();
      else
        asked.pipe(
          request(server.url + path, { method: asked.method, headers: asked.headers }, (response) => {
            answer.writeHead(response.statusCode!, response.headers);
            response.pipe(answer);
          }),
        );
    }).listen(0, '127.0.0.1');
    try {
      await once(proxy, 'listening');
      const { port } = proxy.address() as AddressInfo;
      const { page, requests, complaints } = await openPlayground(
        browser,
        `http://127.0.0.1:${port}/tetrapod/`,
      );
      await page.getByRole('button', { name: 'Frog', exact: true }).click();
      await untilAnswered(page, 'frog.webp');
      await page.getByRole('button', { name: 'Why this answer?' }).click();
      await page.locator('#why-result').waitFor();
      expect(await page.locator('#snippet').innerText()).toContain(`:${port}/tetrapod/predict?`);
      expect(requests.filter((one) => !/^(GET|POST) \/tetrapod\//.test(one))).toEqual([]);
      expect(complaints).toEqual([]);
    } finally {
      proxy.closeAllConnections();
      proxy.close();
      stop(server);
    }
  }, 60_000);
});

describe('PLAYGROUND=off', () => {
  it('is a problem document in a browser too', async () => {
    const server = await startServer({ WORKERS: '1', PLAYGROUND: 'off' });
    try {
      const page = await browser.newPage();
      const response = await page.goto(server.url);
      expect(response!.status()).toBe(404);
      expect(await page.content()).toContain('not_found');
      await page.close();
    } finally {
      stop(server);
    }
  }, 60_000);
});
