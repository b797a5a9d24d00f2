import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { chromium, type Browser, type Page } from 'playwright-core';
import { makeKey } from '../support/api-keys.js';
import { startServer, stop, type ServerProcess } from '../support/server-process.js';

const web = makeKey('web');
const FROG = fileURLToPath(new URL('../../docs/pictures/frog.jpg', import.meta.url));
const CHROMIUM = process.env.CHROMIUM_PATH ?? '/usr/bin/chromium';

describe('Swagger UI in a browser', () => {
  let server: ServerProcess;
  let browser: Browser;
  let page: Page;
  const foreignRequests: string[] = [];
  const complaints: string[] = [];

  beforeAll(async () => {
    server = await startServer({ LOG_LEVEL: 'info', API_KEYS: web.entry });
    browser = await chromium.launch({
      executablePath: CHROMIUM,
      args: [
        '--no-sandbox',
        '--disable-gpu',
        '--disable-quic',
        '--no-first-run',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
      ],
    });
    page = await browser.newPage({ viewport: { width: 1200, height: 1000 } });
    page.on('request', (request) => {
      if (!request.url().startsWith(server.url) && !request.url().startsWith('data:'))
        foreignRequests.push(request.url());
    });
    page.on('console', (message) => {
      if (message.type() === 'error') complaints.push(message.text());
    });
    page.on('pageerror', (error) => complaints.push(error.message));
  }, 60_000);

  afterAll(async () => {
    await browser.close();
    stop(server);
  });

  const operation = () => page.locator('#operations-predict-predict');

  const execute = async () => {
    await operation().getByRole('button', { name: 'Execute' }).click();
    await operation().locator('.live-responses-table').waitFor();
  };
  /** Chooses what Execute sends, and takes the last answer away. */
  const bodyType = async (type: string) => {
    await operation().getByRole('button', { name: 'Clear' }).click();
    await operation()
      .locator('.opblock-section-request-body .body-param-content-type select')
      .selectOption(type);
  };
  const status = () =>
    operation().locator('.live-responses-table .response .response-col_status').first().innerText();

  /** Types a key into one of the two fields of Authorize; what was there before is logged out. */
  const authorize = async (scheme: 'bearer' | 'api_key', key: string) => {
    await page.getByRole('button', { name: 'Authorize' }).first().click();
    const dialogue = page.locator('.dialog-ux');
    while ((await dialogue.getByRole('button', { name: 'Remove authorization' }).count()) > 0) {
      await dialogue.getByRole('button', { name: 'Remove authorization' }).first().click();
    }
    const form = dialogue.locator('form', { has: page.locator('h4 code', { hasText: scheme }) });
    await form.locator('input').fill(key);
    await form.getByRole('button', { name: 'Apply credentials' }).click();
    await dialogue.locator('.close-modal').click();
  };

  it('answers Execute with 401 where nobody has pressed Authorize', async () => {
    await page.goto(`${server.url}/docs`);
    await page.locator('#operations-predict-predict .opblock-summary').click();
    await execute();
    await operation().getByText('"code": "unauthorized"').first().waitFor();
    expect(await status()).toContain('401');
  }, 60_000);

  it.each(['api_key', 'bearer'] as const)(
    'sends the key that Authorize has got, as %s',
    async (scheme) => {
      await authorize(scheme, 'wrong');
      await execute();
      await operation().getByText('received another; ask its operator').first().waitFor();
      expect(await status()).toContain('401');
      await authorize(scheme, web.key);
      await execute();
      await operation().locator('.live-responses-table').getByText('"latency_ms"').waitFor();
      expect(await status()).toContain('200');
    },
    60_000,
  );

  it('answers Execute with a label, unedited', async () => {
    await execute();
    const live = operation().locator('.live-responses-table');
    await live.waitFor();
    expect(await live.locator('.response .response-col_status').first().innerText()).toContain('200');
    const body = await live.locator('.response .highlight-code').first().innerText();
    expect(body).toMatch(/"label": "(Mammal|Bird|Reptile|Amphibian)"/);
    expect(body).toContain('"latency_ms"');
  }, 60_000);

  it('offers the named examples, and answers one with its problem', async () => {
    const select = operation().locator('.opblock-section-request-body select.examples-select-element');
    const names = await select.locator('option').allInnerTexts();
    expect(names.join()).toContain('422 image_corrupt');
    await select.selectOption({ index: names.findIndex((name) => name.includes('image_corrupt')) });
    await operation().getByRole('button', { name: 'Execute' }).click();
    const live = operation().locator('.live-responses-table');
    await live.getByText('"code": "image_corrupt"').waitFor();
    expect(await live.locator('.response .response-col_status').first().innerText()).toContain('422');
  }, 60_000);

  it('has a file picker for forms: choose a photo, Execute, read the answer', async () => {
    await bodyType('multipart/form-data');
    await operation().locator('.opblock-section-request-body input[type=file]').setInputFiles(FROG);
    const request = page.waitForRequest((sent) => sent.method() === 'POST');
    await operation().getByRole('button', { name: 'Execute' }).click();
    expect((await request).headers()['content-type']).toMatch(/^multipart\/form-data; boundary=/);
    await operation().locator('.live-responses-table').getByText('"Amphibian"').waitFor();
    expect(await status()).toContain('200');
  }, 60_000);

  it.each(['image/*', 'application/octet-stream'])(
    'has a file picker for pictures as they are, with options in the query: %s',
    async (type) => {
      await bodyType(type);
      await operation().locator('.opblock-section-request-body input[type=file]').setInputFiles(FROG);
      await operation().locator('tr[data-param-name=threshold] input').fill('0');
      await operation().locator('tr[data-param-name=top_k] input').fill('2');
      const request = page.waitForRequest((sent) => sent.method() === 'POST');
      await operation().getByRole('button', { name: 'Execute' }).click();
      const { searchParams } = new URL((await request).url());
      expect(Object.fromEntries(searchParams)).toEqual({ threshold: '0', top_k: '2' });
      await operation().locator('.live-responses-table').getByText('"Mammal"').waitFor();
      expect(await status()).toContain('200');
      for (const name of ['threshold', 'top_k']) {
        await operation().locator(`tr[data-param-name=${name}] input`).fill('');
      }
    },
    60_000,
  );

  it('answers a batch unedited, and one of files that are picked', async () => {
    const batch = page.locator('#operations-predict-predictBatch');
    await batch.locator('.opblock-summary').click();
    await batch.getByRole('button', { name: 'Execute' }).click();
    const live = batch.locator('.live-responses-table');
    await live.getByText('"succeeded": 2').waitFor();
    await live.getByText('"code": "image_corrupt"').waitFor();
    await batch.getByRole('button', { name: 'Clear' }).click();
    await batch.locator('.body-param-content-type select').selectOption('multipart/form-data');
    for (const i of [0, 1]) {
      await batch.locator('.opblock-section-request-body .json-schema-form-item-add').click();
      await batch.locator('.opblock-section-request-body input[type=file]').nth(i).setInputFiles(FROG);
    }
    await batch.getByRole('button', { name: 'Execute' }).click();
    await live.getByText('"succeeded": 2').waitFor();
    expect(await live.getByText('"id": "frog.jpg"').count()).toBeGreaterThan(0);
  }, 60_000);

  it('loads nothing from elsewhere and breaks no content security policy', () => {
    expect(foreignRequests).toEqual([]);
    expect(complaints.filter((text) => !/status of 4(01|22)/.test(text))).toEqual([]);
  });
});
