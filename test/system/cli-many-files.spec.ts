import { readFileSync } from 'node:fs';
import { link, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { CLEAR_LINE, CTRL_C, inTerminal } from '../cli/in-terminal.js';
import { COMMAND, lines, startCli, tetrapod, until } from '../cli/run-cli.js';

const FILES = 3000;
const SOME = 200;

/** 1x1 pixels in 70 bytes. */
const PICTURE = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tetrapod-many-'));
  await writeFile(join(folder, 'one.png'), PICTURE);
  for (const [name, count] of [
    ['many', FILES],
    ['some', SOME],
  ] as const) {
    await mkdir(join(folder, name));
    for (let i = 0; i < count; i++) {
      await link(join(folder, 'one.png'), join(folder, name, `${String(i).padStart(5, '0')}.png`));
    }
  }
}, 60_000);
afterAll(() => rm(folder, { recursive: true }));

/** Classifies a folder and watches the most memory that the process has had, in MiB (Linux). */
async function peakMemory(name: string): Promise<{ files: string[]; mebibytes: number }> {
  const { child, ended } = startCli(['classify', '--json', join(folder, name)]);
  let mebibytes = 0;
  while (child.exitCode === null) {
    try {
      const status = readFileSync(`/proc/${child.pid!}/status`, 'utf8');
      mebibytes = Math.max(mebibytes, Number(/VmHWM:\s+(\d+) kB/.exec(status)?.[1] ?? 0) / 1024);
    } catch {
      // It has just ended.
    }
    await sleep(50);
  }
  const { code, stdout } = await ended;
  expect(code).toBe(0);
  return { files: lines(stdout).map((line) => (JSON.parse(line) as { file: string }).file), mebibytes };
}

describe('tetrapod classify, many files', () => {
  it('answers all of them in order, and needs hardly more memory than for some', async () => {
    const some = await peakMemory('some');
    const many = await peakMemory('many');
    expect(many.files).toHaveLength(FILES);
    expect(many.files).toEqual([...many.files].sort());
    // What garbage waits to be collected differs by tens of MiB; 2,800 tensors alone would be 1,600 MiB.
    expect(many.mebibytes - some.mebibytes).toBeLessThan(150);
  }, 240_000);
});

describe('tetrapod classify on a terminal', () => {
  it('shows a bar while it works, which leaves nothing behind', async () => {
    const { stdout, ended } = inTerminal(`classify ${join(folder, 'many')}`);
    expect((await ended).code).toBe(0);
    expect(stdout()).toMatch(/\[=+-+\] \d+\/3000 {2}[\d.]+ files\/s {2}\d+ s left/);
    expect(stdout()).toContain('\x1b[1mlabel');
    // Each row has a line of its own, from which the bar has been wiped away.
    const shown = lines(stdout()).map((line) => line.split(CLEAR_LINE).at(-1)!);
    const rows = shown.filter((line) => line.includes('.png'));
    expect(rows).toHaveLength(FILES);
    for (const row of rows) expect(row).toMatch(/^\w+ +0\.\d{4} +[\d.]+ ms {2}\S+\.png\r?$/);
    // The last word is the summary, in place of the bar.
    expect(shown.at(-1)).toMatch(/3000 pictures, 0 bad, [\d.]+ files\/s\r?$/);
    // Nothing takes the cursor back to where the bar began, above rows that have been written since.
    for (const sequence of ['\x1b7', '\x1b8']) expect(stdout()).not.toContain(sequence);
  }, 60_000);

  it('keeps the bar out of a file that standard output goes to', async () => {
    const file = join(folder, 'labels.jsonl');
    const { stdout, ended } = inTerminal(`classify --json ${join(folder, 'many')} > ${file}`);
    expect((await ended).code).toBe(0);
    expect(stdout()).toMatch(/\[=+-+\] \d+\/3000/);
    const written = readFileSync(file, 'utf8');
    expect(written).not.toContain('\x1b');
    expect(lines(written)).toHaveLength(FILES);
  }, 60_000);

  it('shows no bar for a few files, and no colours with NO_COLOR', async () => {
    const { stdout, ended } = inTerminal('classify docs/pictures', { NO_COLOR: '1' });
    expect((await ended).code).toBe(0);
    expect(stdout()).not.toContain('\x1b');
  }, 60_000);

  it('ends at Ctrl-C with 130 and a summary, in the middle of the work', async () => {
    const { child, stdout, ended } = inTerminal(`classify ${join(folder, 'many')}`);
    await until(() => stdout().includes('00030.png'));
    child.stdin!.write(CTRL_C);
    expect((await ended).code).toBe(130);
    const [, pictures] = /interrupted\r?\n(\d+) pictures, 0 bad, [\d.]+ files\/s\r?\n$/.exec(stdout())!;
    expect(Number(pictures)).toBeLessThan(FILES);
  }, 60_000);
});

describe('tetrapod --help', () => {
  it('is quick, because nothing heavy is loaded', async () => {
    const start = performance.now();
    await tetrapod(['classify', '--help'], { command: COMMAND });
    expect(performance.now() - start).toBeLessThan(1000);
  });
});
