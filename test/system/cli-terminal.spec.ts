import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { CTRL_C, inTerminal, shownOf } from '../cli/in-terminal.js';
import { until } from '../cli/run-cli.js';
import { FakeHub, REPO, smallModel } from '../support/hub/fake-hub.js';
import { stallAfter } from '../support/hub/misbehaviour.js';
import { PullRun } from '../support/hub/pull-run.js';
import { FakeTetrapod } from '../support/fake-tetrapod.js';
import { ROOT } from '../support/server-process.js';

jest.setTimeout(60_000);

const FROG = join(ROOT, 'docs/pictures/frog-small.jpg');
const ONNX = 'onnx/model.onnx';
const BAR = /\[=*-*\]/;

describe('on a terminal', () => {
  let folder: string;
  let fake: FakeTetrapod;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'tetrapod-terminal-'));
    await writeFile(join(folder, 'truth.csv'), `${FROG},Amphibian\n`.repeat(300));
    fake = await FakeTetrapod.start();
  });
  afterAll(async () => {
    await fake.close();
    await rm(folder, { recursive: true });
  });

  it('help has bold headings; NO_COLOR and TERM=dumb take them away', async () => {
    expect((await inTerminal('bench --help').ended).stdout).toContain('\x1b[1mUsage:\x1b[22m tetrapod bench');
    for (const env of [{ NO_COLOR: '1' }, { TERM: 'dumb' }] as const) {
      const { code, stdout } = await inTerminal('bench --help', env).ended;
      expect(stdout).toContain('Usage: tetrapod bench');
      expect(stdout).not.toContain('\x1b');
      expect(code).toBe(0);
    }
  });

  it.each([
    {
      name: 'evaluate',
      args: () => `evaluate --truth ${join(folder, 'truth.csv')}`,
      line: /\[=+-*\] \d+\/300 {2}[\d.]+ files\/s {2}\d+ s left/,
    },
    {
      name: 'bench',
      args: () => `bench ${fake.url} ${FROG} --concurrency 1,2 --duration 1 --warm-up 1`,
      line: /\[=+-*\] [123] of 4 s {2}\d connections? {2}[1-9][\d.]* requests\/s {2}\d s left/,
    },
    {
      name: 'compare',
      args: () =>
        `compare ${fake.url} ${fake.url} ${FROG} --no-metrics --duration 3 --pause 5 --min-requests 5`,
      line: /\[=+-*\] [123] of 3 s {2}[1-9]\d* pictures {2}[\d.]+ pictures\/s {2}\d s left/,
    },
  ])(
    '$name shows how far it is, how fast, and how long it will take, and wipes it away',
    async ({ args, line }) => {
      const { code, stdout } = await inTerminal(args()).ended;
      expect(stdout).toMatch(line);
      expect(shownOf(stdout).filter((shown) => BAR.test(shown))).toEqual([]);
      expect(code).toBe(0);
    },
  );

  it.each([
    { args: 'keys hash', awaits: 'a key', code: 0 },
    { args: 'classify -', awaits: 'a picture', code: 1 },
  ])('$args says that it waits for what is typed', async ({ args, awaits, code }) => {
    const { child, stdout, ended } = inTerminal(args);
    await until(() => stdout().includes(`tetrapod: reading ${awaits} from the terminal; end with Ctrl-D`));
    child.stdin!.write(`tpd_${'x'.repeat(43)}\n\x04`);
    expect((await ended).code).toBe(code);
  });

  it('shows no bar where the terminal cannot move its cursor', async () => {
    const { code, stdout } = await inTerminal(`evaluate --truth ${join(folder, 'truth.csv')}`, {
      TERM: 'dumb',
    }).ended;
    expect(stdout).toContain('accuracy 1.0000');
    expect(stdout).not.toContain('\x1b');
    expect(stdout).not.toMatch(BAR);
    expect(code).toBe(0);
  });
});

describe('tetrapod pull on a terminal', () => {
  it('shows a bar, which the first Ctrl-C ends, with 130 and how to go on', async () => {
    const fake = await FakeHub.start(smallModel());
    const run = new PullRun();
    try {
      fake.cdn.next(FakeHub.cdnPath(ONNX), stallAfter(30_000));
      const { child, stdout, ended } = inTerminal(`pull ${REPO} --allow-http`, {
        HF_ENDPOINT: fake.endpoint,
        MODELS_DIR: run.models,
      });
      await until(() => /\[=====-----\] 50 % of 60\.0 kB {2}[\d.]+ kB\/s {2}\d+ s left/.test(stdout()));
      child.stdin!.write(CTRL_C);
      expect((await ended).code).toBe(130);
      const shown = shownOf(stdout()).filter((line) => line.trim() !== '');
      expect(shown.at(-1)).toMatch(/tetrapod: interrupted; run the same command again, it goes on/);
      expect(shown.filter((line) => BAR.test(line))).toEqual([]);
      expect(shown[0]).toMatch(/^config\.json {2}25 B$/);
    } finally {
      await fake.close();
      run.remove();
    }
  });
});
