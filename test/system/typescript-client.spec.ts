import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { chromium } from 'playwright-core';
import type * as Client from '../../clients/typescript/src/tetrapod.js';
import { blocksUnder } from '../documents/blocks.js';
import { makeKey } from '../support/api-keys.js';
import { ROOT, startServer, stop, type ServerProcess } from '../support/server-process.js';

const CHROMIUM = process.env.CHROMIUM_PATH ?? '/usr/bin/chromium';
const KEY = makeKey('page');
const FROG = join(ROOT, 'docs/pictures/frog.jpg');

const launch = () => chromium.launch({ executablePath: CHROMIUM, args: ['--no-sandbox', '--disable-gpu'] });

/** Serves the files of a folder, and an empty page for everything else. */
async function serveFolder(folder: string): Promise<Server> {
  const server = createServer(({ url = '/' }, response) => {
    const isScript = url.endsWith('.js');
    response.setHeader('Content-Type', isScript ? 'text/javascript' : 'text/html');
    response.end(isScript ? readFileSync(join(folder, url)) : '<!doctype html><title>A page</title>');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return server;
}

describe('the TypeScript client as it is packed', () => {
  let folder: string;
  let installed: string;
  let page: Server;
  let origin: string;
  let server: ServerProcess;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'tetrapod-client-'));
    const pack = ['pack', '--json', '--pack-destination', folder, join(ROOT, 'clients/typescript')];
    const stdio: ['ignore', 'pipe', 'ignore'] = ['ignore', 'pipe', 'ignore'];
    const [{ filename }] = JSON.parse(execFileSync('npm', pack, { cwd: ROOT, encoding: 'utf8', stdio })) as [
      { filename: string },
    ];
    execFileSync('tar', ['-xzf', join(folder, filename), '-C', folder]);
    installed = join(folder, 'node_modules/tetrapod-client');
    mkdirSync(join(folder, 'node_modules'));
    cpSync(join(folder, 'package'), installed, { recursive: true });
    page = await serveFolder(join(folder, 'node_modules'));
    origin = `http://127.0.0.1:${(page.address() as AddressInfo).port}`;
    server = await startServer({ CORS_ORIGINS: origin, API_KEYS: KEY.entry });
  }, 120_000);
  afterAll(() => {
    stop(server);
    page.close();
    rmSync(folder, { recursive: true });
  });

  it('classifies a Blob from a page of another origin, with typed problems', async () => {
    const browser = await launch();
    try {
      const tab = await browser.newPage();
      await tab.goto(origin);
      const asked = { url: server.url, apiKey: KEY.key, frog: readFileSync(FROG).toString('base64') };
      const result = await tab.evaluate(async ({ url, apiKey, frog }) => {
        const script = '/tetrapod-client/dist/tetrapod.js';
        const { Tetrapod, TetrapodProblem } = (await import(script)) as typeof Client;
        const picture = new Blob([Uint8Array.from(atob(frog), (character) => character.charCodeAt(0))]);
        const tetrapod = new Tetrapod(url, { apiKey });
        const { predictions } = await tetrapod.classify(picture);
        const outcomes = await tetrapod.classifyBatch([picture, picture.slice(0, 2000)]);
        const refusal: unknown = await new Tetrapod(url).classify(picture).catch((error: unknown) => error);
        const nobody = new Tetrapod('http://127.0.0.1:9', { retries: 0 });
        const failure: unknown = await nobody.classify(picture).catch((error: unknown) => error);
        return {
          label: predictions[0]?.label,
          outcomes: outcomes.map(({ problem }) => problem?.code ?? 'none'),
          refusal: refusal instanceof TetrapodProblem && refusal.code,
          hasRequestId: refusal instanceof TetrapodProblem && refusal.requestId.length > 0,
          failure: (failure as Error).name,
        };
      }, asked);
      expect(result).toEqual({
        label: 'Amphibian',
        outcomes: ['none', 'image_corrupt'],
        refusal: 'unauthorized',
        hasRequestId: true,
        failure: 'TetrapodConnectionError',
      });
    } finally {
      await browser.close();
    }
  }, 60_000);

  it('runs in a page the program that its README has for one', async () => {
    const [block] = blocksUnder('clients/typescript/README.md', 'In a browser');
    const address = "'https://tetrapod.example'";
    expect(block!.text).toContain(address);
    const program = block!.text.replace(address, `'${server.url}', { apiKey: '${KEY.key}' }`);
    const browser = await launch();
    try {
      const tab = await browser.newPage();
      await tab.goto(origin);
      await tab.setContent(`<input type="file"><script type="module">${program}</script>`);
      const printed = tab.waitForEvent('console');
      await tab.waitForLoadState('networkidle');
      await tab.setInputFiles('input', FROG);
      const [predictions] = (await printed).args();
      expect(await predictions!.jsonValue()).toEqual([{ label: 'Amphibian', confidence: 0.9339845 }]);
    } finally {
      await browser.close();
    }
  }, 60_000);

  it('runs its example, which prints a line for each file', () => {
    cpSync(join(ROOT, 'clients/typescript/examples/classify.mjs'), join(folder, 'classify.mjs'));
    const output = execFileSync(
      process.execPath,
      [join(folder, 'classify.mjs'), server.url, FROG, join(ROOT, 'README.md')],
      { encoding: 'utf8', env: { ...process.env, TETRAPOD_API_KEY: KEY.key } },
    );
    expect(output).toBe('frog.jpg: Amphibian\nREADME.md: unsupported_image_format\n');
  });
});
