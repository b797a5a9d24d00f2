import { execFile } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, describe, expect, it } from '@jest/globals';
import { ROOT } from '../support/server-process.js';
import { modelPath } from '../support/tiny-models.js';

const run = promisify(execFile);

describe('onnxruntime', () => {
  const home = mkdtempSync(join(tmpdir(), 'tetrapod-home-'));
  afterAll(() => {
    rmSync(home, { recursive: true });
  });

  it('keeps no identifier in the home folder, as it does to report to its makers', async () => {
    // Of the environment nothing else: among the variables of a build server are such as keep it quiet.
    const env = { PATH: process.env.PATH, HOME: home, ORT_DISABLE_TELEMETRY: '0', MODEL: modelPath('nhwc') };
    const main = join(ROOT, 'dist/cli/main.js');
    const picture = join(ROOT, 'docs/pictures/frog.jpg');
    const { stdout } = await run(process.execPath, [main, 'classify', picture], { env });
    expect(stdout).toContain('frog.jpg');
    expect(readdirSync(home)).toEqual([]);
  });
});
