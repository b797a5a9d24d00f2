import {
  chromium,
  type Browser,
  type BrowserContextOptions,
  type CDPSession,
  type Page,
} from 'playwright-core';

const CHROMIUM = process.env.CHROMIUM_PATH ?? '/usr/bin/chromium';

/** Debian's chromium, with a camera that shows a test picture. */
export function launchBrowser(...more: string[]): Promise<Browser> {
  const args = [
    ...[
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
    ],
    ...['--disable-component-update', '--disable-sync', '--use-fake-device-for-media-stream'],
  ];
  return chromium.launch({ executablePath: CHROMIUM, args: [...args, ...more] });
}

/** A page, and everything about it that should not be. */
export interface WatchedPage {
  readonly page: Page;
  /** Addresses of requests to other origins. */
  readonly foreign: string[];
  /** Errors of scripts, of the content security policy and of the network. */
  readonly complaints: string[];
  /** Requests to its own server, such as `POST /predict`. */
  readonly requests: string[];
}

/** Opens the playground of a server, and waits for what it says of the model. */
export async function openPlayground(
  browser: Browser,
  url: string,
  options: BrowserContextOptions = {},
): Promise<WatchedPage> {
  const page = await browser.newPage({
    viewport: { width: 1200, height: 1000 },
    reducedMotion: 'reduce',
    ...options,
  });
  const watched: WatchedPage = { page, foreign: [], complaints: [], requests: [] };
  page.on('request', (request) => {
    const { origin, protocol, pathname } = new URL(request.url());
    if (protocol === 'data:' || protocol === 'blob:') return;
    if (origin === new URL(url).origin) watched.requests.push(`${request.method()} ${pathname}`);
    else watched.foreign.push(request.url());
  });
  page.on('console', (message) => {
    if (message.type() === 'error') watched.complaints.push(message.text());
  });
  page.on('pageerror', (error) => watched.complaints.push(error.message));
  await page.goto(url);
  return watched;
}

/** Drops files as the system does, from a folder outside of the browser. */
export async function dropFiles(page: Page, files: readonly string[]): Promise<void> {
  const client: CDPSession = await page.context().newCDPSession(page);
  const data = { items: [], files: [...files], dragOperationsMask: 1 };
  for (const type of ['dragEnter', 'dragOver', 'drop'] as const) {
    await client.send('Input.dispatchDragEvent', { type, x: 300, y: 300, data });
  }
  await client.detach();
}

/** The labels that are to be seen, with their confidences in percent, as they are written. */
export async function shownLabels(page: Page): Promise<string[]> {
  const rows = await page.locator('#labels li:not(.is-expected):visible').all();
  return Promise.all(
    rows.map(async (row) => {
      const [name, value] = [await row.locator('.name').innerText(), await row.locator('.value').innerText()];
      return `${name} ${value}`.replaceAll('\u00a0', ' ');
    }),
  );
}

/** Waits until the picture of this name has been answered, and what the model saw of it is there. */
export async function untilAnswered(page: Page, name: string): Promise<void> {
  await page.locator('#caption', { hasText: name }).waitFor();
  await page.locator('#stage[aria-busy=false]').waitFor();
  await page.locator('#view').waitFor();
}
