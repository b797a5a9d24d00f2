import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { chromium, type Browser, type Page } from 'playwright-core';
import { startServer, stop, type ServerProcess } from '../support/server-process.js';

const CHROMIUM = process.env.CHROMIUM_PATH ?? '/usr/bin/chromium';

describe('Swagger UI in a browser', () => {
  let server: ServerProcess;
  let browser: Browser;
  let page: Page;
  const foreignRequests: string[] = [];
  const complaints: string[] = [];

  beforeAll(async () => {
    server = await startServer({ LOG_LEVEL: 'info' });
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

  it('answers Execute with a label, unedited', async () => {
    await page.goto(`${server.url}/docs`);
    await page.locator('#operations-predict-predict .opblock-summary').click();
    await operation().getByRole('button', { name: 'Execute' }).click();
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

  it('loads nothing from elsewhere and breaks no content security policy', () => {
    expect(foreignRequests).toEqual([]);
    expect(complaints.filter((text) => !text.includes('422'))).toEqual([]);
  });
});
