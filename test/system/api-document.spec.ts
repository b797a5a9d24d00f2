import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { makeKey } from '../support/api-keys.js';
import { ROOT, startServer, stop, type ServerProcess } from '../support/server-process.js';

const run = promisify(execFile);
const KEY = makeKey('reader');
const ADDRESS = 'http://127.0.0.1:3000';

interface Program {
  title: string;
  section: string;
  language: 'sh' | 'python' | 'ts';
  code: string;
  /** What stands behind it: JSON, or text. */
  prints: { language: 'json' | 'text'; text: string };
}

/** The programs of a document, each with the next output behind it. */
function programsIn(markdown: string): Program[] {
  const found = [...markdown.matchAll(/^#+ (.+)$|^```(\w+)\n([\s\S]*?)^```$/gm)];
  let section = '';
  return found.flatMap(([, heading, language, code], at) => {
    section = heading ?? section;
    if (language !== 'sh' && language !== 'python' && language !== 'ts') return [];
    const output = found.slice(at).find(([, , name]) => name === 'json' || name === 'text');
    const prints = { language: output![2] as 'json' | 'text', text: output![3]! };
    return [{ title: `${section}: ${language}`, section, language, code: code!, prints }];
  });
}

const programs = programsIn(readFileSync(join(ROOT, 'docs/api.md'), 'utf8'));

/** What differs from one run to the next. */
const VOLATILE: Record<string, unknown> = { latency_ms: 0, request_id: '' };

const fromJson = (text: string): unknown =>
  JSON.parse(text, (name, value: unknown) => (name in VOLATILE ? VOLATILE[name] : value));

/** Results come in whatever order. */
const linesOf = (text: string) => text.trim().split('\n').sort();

describe('docs/api.md', () => {
  let folder: string;
  let open: ServerProcess;
  let locked: ServerProcess;
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'tetrapod-api-'));
    const client = join(folder, 'node_modules/tetrapod-client');
    mkdirSync(client, { recursive: true });
    const tsc = [join(ROOT, 'node_modules/typescript/bin/tsc'), '-p', 'clients/typescript'];
    await run(process.execPath, [...tsc, '--outDir', join(client, 'dist')], { cwd: ROOT });
    writeFileSync(
      join(client, 'package.json'),
      readFileSync(join(ROOT, 'clients/typescript/package.json'), 'utf8'),
    );
    open = await startServer();
    locked = await startServer({ API_KEYS: KEY.entry });
  }, 60_000);
  afterAll(() => {
    stop(open);
    stop(locked);
    rmSync(folder, { recursive: true });
  });

  /** @returns what a program prints */
  async function outputOf({ section, language, code }: Program): Promise<string> {
    const isLocked = section === 'With a key';
    const program = code.replaceAll(ADDRESS, (isLocked ? locked : open).url);
    const options = { cwd: ROOT, env: { ...process.env, TETRAPOD_KEY: KEY.key } };
    // Beside the client, not beside this project's packages.
    const file = join(folder, 'program.mjs');
    if (language === 'ts') writeFileSync(file, program);
    const [command, ...args]: [string, ...string[]] =
      language === 'sh'
        ? ['sh', '-c', program]
        : language === 'python'
          ? ['python3', '-c', program]
          : [process.execPath, file];
    return (await run(command, args, options)).stdout;
  }

  it('shows every door with curl and Python, and all that the client has with TypeScript', () => {
    const languages = (section: string) =>
      programs.filter((program) => program.section === section).map(({ language }) => language);
    const sections = [...new Set(programs.map(({ section }) => section))];
    expect(sections.length).toBeGreaterThanOrEqual(13);
    for (const section of sections)
      expect(languages(section)).toEqual(expect.arrayContaining(['sh', 'python']));
    const calls = programs.filter(({ language }) => language === 'ts').map(({ code }) => code);
    for (const call of ['classify', 'classifyBatch', 'classifyEach', 'explain', 'model', 'ready']) {
      expect([call, calls.some((code) => code.includes(`.${call}(`))]).toEqual([call, true]);
    }
  });

  it.each(programs)('$title prints what stands behind it', async (program) => {
    const output = await outputOf(program);
    const { language, text } = program.prints;
    if (language === 'json') expect(fromJson(output)).toEqual(fromJson(text));
    else expect(linesOf(output)).toEqual(linesOf(text));
  });
});
