import { execFile } from 'node:child_process';
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { readBlocks } from '../documents/blocks.js';
import { jsonDifferences } from '../documents/compare/json.js';
import { applyEdit, editsOf } from '../support/guide-edits.js';
import { ROOT, startServer, stop, type ServerProcess } from '../support/server-process.js';

const GUIDES = {
  'add-a-provider': readBlocks('docs/guides/add-a-provider.md'),
  'add-a-decode-engine': readBlocks('docs/guides/add-a-decode-engine.md'),
  'add-an-error-code': readBlocks('docs/guides/add-an-error-code.md'),
};
const names = Object.keys(GUIDES) as (keyof typeof GUIDES)[];

const folder = mkdtempSync(join(tmpdir(), 'tetrapod-guides-'));
const checkout = join(folder, 'tetrapod');
const textOf = (name: string) => readFileSync(join(ROOT, `docs/guides/${name}.md`), 'utf8');

/** What is built anew, and what commands would otherwise find through a link and write to. */
const LEFT_OUT = ['.git', 'node_modules', 'dist', 'models'];

/** @returns what a command prints; rejects where it fails */
function run(program: string, env: Record<string, string> = {}): Promise<string> {
  return new Promise((resolve, reject) => {
    const options = { cwd: checkout, env: { ...process.env, ...env }, timeout: 200_000 };
    execFile('bash', ['-euo', 'pipefail', '-c', program], options, (error, stdout, stderr) => {
      if (error) reject(new Error(`${program}\n${stdout}${stderr}`, { cause: error }));
      else resolve(stdout);
    });
  });
}

/** One reader follows all guides, one after the other, in the same checkout. */
beforeAll(async () => {
  for (const name of readdirSync(ROOT).filter((each) => !LEFT_OUT.includes(each))) {
    cpSync(join(ROOT, name), join(checkout, name), { recursive: true });
  }
  symlinkSync(join(ROOT, 'node_modules'), join(checkout, 'node_modules'));
  for (const name of names) for (const edit of editsOf(textOf(name))) applyEdit(checkout, edit);
  await run('npm run build');
}, 240_000);

afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

describe.each(names)('docs/guides/%s.md', (name) => {
  const blocks = GUIDES[name];
  const programs = blocks.filter(({ language }) => language === 'sh');
  let server: ServerProcess | undefined;
  afterEach(() => {
    if (server) stop(server);
  });

  it('has its tests pass, and its documents written', async () => {
    const commands = programs.filter(({ text }) => /npm (test|run)/.test(text));
    expect(commands.length).toBeGreaterThan(0);
    // Built is everything once already; without this, each of them would build again.
    for (const { text } of commands)
      await run(text.replace('npm run build && ', ''), { npm_config_ignore_scripts: 'true' });
  }, 240_000);

  it('has the server answer as it says', async () => {
    const start = programs.find(({ text }) => text.includes('npm start'))!;
    const settings = [...start.text.matchAll(/([A-Z_]+)=(\S+)/g)].map(
      ([, key, value]) => [key!, value!] as const,
    );
    server = await startServer(Object.fromEntries(settings), ['npm', 'start'], 'ignore', checkout);
    const log = /The log says `([^`]+)`/.exec(textOf(name))?.[1];
    if (log !== undefined) expect(server.output()).toContain(log);
    for (const { text, line } of programs.filter(({ text }) => text.startsWith('curl'))) {
      const printed = await run(text.replace('http://127.0.0.1:3000', server.url));
      const documented = blocks.find((block) => block.line > line)!;
      expect(jsonDifferences(JSON.parse(documented.text), JSON.parse(printed))).toEqual([]);
    }
    expect(log !== undefined || programs.some(({ text }) => text.startsWith('curl'))).toBe(true);
  }, 60_000);
});
