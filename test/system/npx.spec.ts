import { execFile } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { ROOT } from '../support/server-process.js';

/** npm's own settings for this run would reach npx as well. */
const environment = (cache: string) => ({
  ...Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^npm_/i.test(name))),
  npm_config_cache: cache,
  npm_config_offline: 'true',
});

describe('npx tetrapod', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'tetrapod-npx-'));
  });
  afterEach(() => {
    rmSync(folder, { recursive: true });
  });

  // npx links a checkout into its cache. A script that runs at an install would run there too: it would build anew below a
  // server that runs, and npm from 11.16 on refuses it (strict-allow-scripts).
  it('runs in a checkout that npx has never seen, and builds nothing', async () => {
    const checkout = join(folder, 'checkout');
    for (const name of ['package.json', '.npmrc']) cpSync(join(ROOT, name), join(checkout, name));
    for (const name of ['dist', 'node_modules']) symlinkSync(join(ROOT, name), join(checkout, name));
    const { stdout } = await promisify(execFile)('npx', ['tetrapod', '--version'], {
      cwd: checkout,
      env: environment(join(folder, 'cache')),
      timeout: 60_000,
    });
    const { version } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { version: string };
    expect(stdout.trim()).toBe(version);
  }, 70_000);
});
