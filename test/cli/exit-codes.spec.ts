import { readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import type { Command } from 'commander';
import { createProgram } from '../../src/cli/program.js';
import { FakeHub, REPO, smallModel } from '../support/hub/fake-hub.js';
import { stallAfter } from '../support/hub/misbehaviour.js';
import { PullRun } from '../support/hub/pull-run.js';
import { FakeTetrapod } from '../support/fake-tetrapod.js';
import { ROOT } from '../support/server-process.js';
import { lines, startCli, until } from './run-cli.js';

// Each test starts a process or a few.
jest.setTimeout(60_000);

const FROG = 'docs/pictures/frog-small.jpg';

describe('the exit codes in docs/cli.md', () => {
  const document = readFileSync(join(ROOT, 'docs/cli.md'), 'utf8');

  it('are those that the help of each command names', () => {
    const helps: [string, string][] = createProgram().commands.map((command: Command) => {
      const [, meaning] = /^Exit codes: 0 .*?, 1 (.*?), 2 wrong usage/m.exec(command.helpInformation()) ?? [];
      return [command.name(), meaning ?? ''];
    });
    const rows = [...document.matchAll(/^\| `(\w+)` +\| ([^|]+?) +\|$/gm)].map(([, name, meaning]) => [
      name,
      meaning,
    ]);
    expect(rows.slice(-helps.length)).toEqual(helps);
  });
});

describe('tetrapod pull', () => {
  let fake: FakeHub;
  let run: PullRun;
  beforeEach(async () => {
    fake = await FakeHub.start(smallModel());
    run = new PullRun();
  });
  afterEach(async () => {
    await fake.close();
    run.remove();
  });
  const pull = (...args: string[]) =>
    startCli(['pull', ...args], { env: { HF_ENDPOINT: fake.endpoint, MODELS_DIR: run.models } });

  it('ends with 0 and says how to serve the model', async () => {
    const { code, stdout } = await pull(REPO, '--allow-http').ended;
    expect(stdout).toMatch(/^frogs is in \S+frogs\. Serve it:\nMODEL=\S+frogs npm start\n$/);
    expect(code).toBe(0);
  });

  it.each([
    { args: [REPO], says: 'use https, or --allow-http' },
    { args: [`${REPO}x`, '--allow-http'], says: '(404); check the name of the model' },
    {
      args: [REPO, '--allow-http', '--into', 'package.json/x'],
      says: 'a file stands where a folder has to be',
    },
  ])('ends with 1 and one line where nothing can be had: $args', async ({ args, says }) => {
    const { code, stdout, stderr } = await pull(...args).ended;
    expect(stderr).toMatch(/^tetrapod: [^\n]+\n$/);
    expect(stderr).toContain(says);
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
  });

  it.each([
    { args: ['a b'], says: 'expected OWNER/NAME' },
    { args: [REPO, '--name', '../x'], says: 'is no name for a folder' },
    { args: [REPO, '--file', 'x.bin'], says: 'expected the path of an .onnx file' },
    {
      args: [REPO, '--max-bytes', 'lots'],
      says: "--max-bytes: expected a size such as 500MB, 4GiB or 1000000, received 'lots'",
    },
    { args: [REPO, '--force', '--reuse'], says: "option '--reuse' cannot be used with option '--force'" },
  ])('ends with 2 where it is asked wrongly: $args', async ({ args, says }) => {
    const { code, stdout, stderr } = await pull(...args).ended;
    expect(stderr).toMatch(/^tetrapod: [^\n]+; see tetrapod pull --help\n$/);
    expect(stderr).toContain(says);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
  });

  it.each([
    { signal: 'SIGINT', code: 130 },
    { signal: 'SIGTERM', code: 143 },
  ] as const)(
    'ends at $signal with $code, and goes on from there the next time',
    async ({ signal, code }) => {
      fake.cdn.next(FakeHub.cdnPath('onnx/model.onnx'), stallAfter(30_000));
      const { child, ended } = pull(REPO, '--allow-http');
      await until(
        () => run.part('onnx/model.onnx') !== undefined && run.read(run.part('onnx/model.onnx')!).length > 0,
      );
      child.kill(signal);
      const { stderr, ...end } = await ended;
      expect(lines(stderr).at(-1)).toMatch(/^tetrapod: interrupted; run the same command again/);
      expect(end.code).toBe(code);
      expect((await pull(REPO, '--allow-http').ended).code).toBe(0);
      expect(fake.cdn.seen(FakeHub.cdnPath('onnx/model.onnx')).at(-1)!.range).toMatch(/^bytes=[1-9]/);
    },
  );
});

describe('Ctrl-C', () => {
  it('ends evaluate with 130 and without a report', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'tetrapod-truth-'));
    try {
      const truth = join(folder, 'truth.csv');
      // The first is told of at once; the others would take a minute or more.
      await writeFile(truth, `nope.jpg,Bird\n${`${join(ROOT, FROG)},Bird\n`.repeat(20_000)}`);
      const { child, stderr, ended } = startCli(['evaluate', '--truth', truth]);
      await until(() => stderr().includes('nope.jpg'));
      child.kill('SIGINT');
      const { code, stdout } = await ended;
      expect(stderr()).toContain('tetrapod: interrupted before the end, so there is no report');
      expect({ code, stdout }).toEqual({ code: 130, stdout: '' });
    } finally {
      await rm(folder, { recursive: true });
    }
  });

  it('ends compare with 130 and without a verdict', async () => {
    const fake = await FakeTetrapod.start();
    try {
      const { child, ended } = startCli([
        'compare',
        fake.url,
        fake.url,
        FROG,
        '--no-metrics',
        '--pause',
        '1',
      ]);
      await until(() => fake.predicted > 5);
      child.kill('SIGINT');
      const { code, stdout, stderr } = await ended;
      expect(lines(stderr).at(-1)).toBe('tetrapod: interrupted before the end, so there is no verdict');
      expect({ code, stdout }).toEqual({ code: 130, stdout: '' });
    } finally {
      await fake.close();
    }
  });
});
