import { execFile } from 'node:child_process';
import { copyFileSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import ts from 'typescript';
import { makeKey } from '../support/api-keys.js';
import { launchBrowser, openPlayground, shownLabels, untilAnswered } from '../support/playground-page.js';
import { ROOT, startServer, stop, type ServerProcess } from '../support/server-process.js';

const run = promisify(execFile);
const web = makeKey('web');
/** Nothing in a name may be taken for a command. */
const NASTY = `it's a "frog" $HOME \`id\` ü.jpg`;
const LANGUAGES = ['curl', 'TypeScript', 'Python'] as const;

describe('the snippets of the playground', () => {
  let server: ServerProcess;
  let browser: Browser;
  let page: Page;
  let folder: string;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'tetrapod-snippets-'));
    copyFileSync(`${ROOT}docs/pictures/frog.jpg`, join(folder, NASTY));
    symlinkSync(`${ROOT}node_modules`, join(folder, 'node_modules'));
    writeFileSync(join(folder, 'package.json'), '{"type":"module"}');
    server = await startServer({ WORKERS: '1', API_KEYS: web.entry });
    browser = await launchBrowser();
    ({ page } = await openPlayground(browser, server.url));
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    await page.getByLabel('API key').fill(web.key);
    await page.getByRole('button', { name: 'Use it' }).click();
    await page.locator('#threshold').fill('0');
  }, 60_000);
  afterAll(async () => {
    await browser.close();
    stop(server);
    rmSync(folder, { recursive: true });
  });

  /** What Copy puts into the clipboard. */
  const copied = async (language: string) => {
    await page.getByRole('tab', { name: language }).click();
    await page.locator('#snippet-copy button').click();
    const program = (await page.locator('#snippet').textContent())!;
    await page.waitForFunction(async (text) => (await navigator.clipboard.readText()) === text, program);
    return program;
  };
  /** Runs a program in the folder of the picture; the key is where the snippets look for it. */
  const output = async (language: (typeof LANGUAGES)[number], program: string) => {
    const file = join(folder, { curl: 'ask.sh', TypeScript: 'ask.mjs', Python: 'ask.py' }[language]);
    writeFileSync(file, program);
    const command = { curl: 'bash', TypeScript: process.execPath, Python: 'python3' }[language];
    const env = { ...process.env, TETRAPOD_API_KEY: web.key };
    const { stdout } = await run(command, [file], { cwd: folder, env, timeout: 20_000 });
    const { predictions } = JSON.parse(stdout) as { predictions: { label: string; confidence: number }[] };
    return predictions.map(({ label, confidence }) => `${label} ${(confidence * 100).toFixed(1)} %`);
  };

  it.each(LANGUAGES)(
    '%s asks for a file of the visitor, whatever its name, and gets the labels of the page',
    async (language) => {
      await page.locator('#choose').setInputFiles(join(folder, NASTY));
      await untilAnswered(page, NASTY);
      const program = await copied(language);
      expect(program).not.toContain(web.key);
      const labels = await shownLabels(page);
      expect(labels).toHaveLength(4);
      expect(await output(language, program)).toEqual(labels);
    },
    60_000,
  );

  it.each(LANGUAGES)(
    '%s fetches a sample, and gets the labels of the page',
    async (language) => {
      await page.getByRole('button', { name: 'Gecko', exact: true }).click();
      await untilAnswered(page, 'gecko.webp');
      expect(await output(language, await copied(language))).toEqual(await shownLabels(page));
    },
    60_000,
  );

  it('the TypeScript is sound by its strictest rules', async () => {
    const files: string[] = [];
    for (const name of [NASTY, 'gecko.webp']) {
      await page
        .getByRole('button', { name: `${name}: ` })
        .first()
        .click();
      files.push(join(folder, `ask-${files.length}.ts`));
      writeFileSync(files.at(-1)!, await copied('TypeScript'));
    }
    const program = ts.createProgram(files, {
      ...{ strict: true, noEmit: true, skipLibCheck: true, types: ['node'], lib: ['lib.es2023.d.ts'] },
      ...{ target: ts.ScriptTarget.ES2023, module: ts.ModuleKind.NodeNext },
      moduleResolution: ts.ModuleResolutionKind.NodeNext,
    });
    const found = ts.getPreEmitDiagnostics(program);
    expect(found.map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, '\n'))).toEqual([]);
  }, 60_000);

  it('are chosen with the arrow keys, as tabs are', async () => {
    await page.getByRole('tab', { name: 'curl' }).focus();
    await page.keyboard.press('ArrowLeft');
    const selected = page.getByRole('tab', { selected: true });
    expect(await selected.innerText()).toBe('Python');
    expect(await selected.evaluate((tab) => tab === document.activeElement)).toBe(true);
    await page.keyboard.press('ArrowRight');
    expect(await page.locator('#snippet').innerText()).toContain('curl -sS');
  });
});
