import { readFileSync } from 'node:fs';
import { copyFile, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { ROOT } from '../support/server-process.js';
import { FROG, FROG_ANSWER, HALF, jsonLines } from './classify-lines.js';
import { lines, startCli, tetrapod, until } from './run-cli.js';

// Each test starts a process or a few.
jest.setTimeout(60_000);

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tetrapod-cli-'));
});
afterAll(() => rm(folder, { recursive: true }));

describe('tetrapod classify: what it reads', () => {
  it('classifies with the model that --model names, which goes before MODEL', async () => {
    const args = ['classify', '--json', '--threshold', '0', '--model', 'test/models/manifest', FROG];
    const { code, stdout, stderr } = await tetrapod(args, { env: { MODEL: 'simulated' } });
    const labels = jsonLines(stdout)[0]!.predictions!.map(({ label }) => label);
    expect(labels).toContain('greenish');
    expect(labels).not.toContain('Amphibian');
    expect(stderr).not.toContain('SIMULATED');
    expect(code).toBe(0);
  });

  it('takes the pictures of folders, sorted, and ends where links go in a circle', async () => {
    const place = join(folder, 'nested');
    await mkdir(join(place, 'inner'), { recursive: true });
    for (const file of ['b.jpg', 'inner/a.JPG']) await copyFile(join(ROOT, FROG), join(place, file));
    await writeFile(join(place, 'notes.txt'), 'no picture');
    await symlink('..', join(place, 'inner/up'));
    const files = async (...args: string[]) => {
      const { code, stdout } = await tetrapod(['classify', '--json', place, ...args]);
      expect(code).toBe(0);
      return jsonLines(stdout).map(({ file }) => file.slice(place.length + 1));
    };
    expect(await files()).toEqual(['b.jpg', 'inner/a.JPG']);
    expect(await files('--recursive')).toEqual(['b.jpg', 'inner/a.JPG']);
    expect(await files('--no-recursive')).toEqual(['b.jpg']);
  });

  it('keeps the order of many files with several jobs', async () => {
    const { stdout } = await tetrapod(['classify', '--json', '--jobs', '4', 'test/pictures/valid']);
    const files = jsonLines(stdout).map(({ file }) => file);
    expect(files.length).toBeGreaterThan(40);
    expect(files).toEqual([...files].sort());
  });

  it('reads one picture from standard input', async () => {
    const input = readFileSync(join(ROOT, FROG));
    const { code, stdout } = await tetrapod(['classify', '--json', '-'], { input });
    expect(jsonLines(stdout)).toEqual([
      { file: '-', predictions: [FROG_ANSWER], latency_ms: expect.any(Number) },
    ]);
    expect(code).toBe(0);
    const empty = await tetrapod(['classify', '--json', '-']);
    expect(jsonLines(empty.stdout)[0]).toMatchObject({ problem: { code: 'image_empty' } });
    expect(empty.code).toBe(1);
  });

  it('reads paths from a file or from standard input', async () => {
    const list = `${FROG}\r\n\ndocs/pictures/fox.jpg\n`;
    await writeFile(join(folder, 'list.txt'), list);
    for (const from of [join(folder, 'list.txt'), '-']) {
      const { stdout, code } = await tetrapod(['classify', '--json', '--files-from', from, HALF], {
        input: list,
      });
      expect(jsonLines(stdout).map(({ file }) => file)).toEqual([HALF, FROG, 'docs/pictures/fox.jpg']);
      expect(code).toBe(1);
    }
  });

  it('writes each result as soon as it is there, while the list of paths is still open', async () => {
    const { child, stdout, ended } = startCli(['classify', '--json', '--files-from', '-'], {
      keepOpen: true,
    });
    child.stdin!.write(`${FROG}\n`);
    await until(() => stdout().includes(FROG));
    child.stdin!.end('docs/pictures/fox.jpg\n');
    expect(await ended).toMatchObject({ code: 0, stdout: expect.stringContaining('fox.jpg') });
  });

  it('says so where nothing is found, and exits 1', async () => {
    const empty = join(folder, 'empty');
    await mkdir(empty);
    const { code, stdout, stderr } = await tetrapod(['classify', empty]);
    expect(stdout).toBe('');
    expect(stderr).toContain(`tetrapod: nothing found in ${empty}; `);
    expect(lines(stderr).at(-1)).toMatch(/^0 pictures, 0 bad, /);
    expect(code).toBe(1);
    expect((await tetrapod(['classify', '--csv', empty])).stdout).toBe(
      'file,label,confidence,latency_ms,error\n',
    );
  });
});
