import { join, relative } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { Command } from 'commander';
import { FakeHub, REPO, smallModel } from '../../../test/support/hub/fake-hub.js';
import { PullRun } from '../../../test/support/hub/pull-run.js';
import { until } from '../../../test/support/until.js';
import { downloadLine, pullProgress } from './pull-progress.js';
import { registerPull } from './pull.command.js';

describe('tetrapod pull', () => {
  let fake: FakeHub;
  let run: PullRun;
  let out: string;
  const environment = { ...process.env };
  const parse = (...words: string[]) => {
    const program = new Command('tetrapod').exitOverride();
    program.configureOutput({ writeOut: (text) => (out += text), writeErr: (text) => (out += text) });
    registerPull(program);
    return program.parseAsync(['pull', ...words], { from: 'user' });
  };

  beforeEach(async () => {
    fake = await FakeHub.start(smallModel());
    run = new PullRun();
    out = '';
    Object.assign(process.env, { HF_ENDPOINT: fake.endpoint, HF_TOKEN: 'hf_x', MODELS_DIR: run.models });
  });
  afterEach(async () => {
    process.env = { ...environment };
    await fake.close();
    run.remove();
  });

  it('pulls into MODELS_DIR, and says how to serve it', async () => {
    await parse(REPO, '--allow-http', '--quiet');
    expect(run.ls()).toContain('frogs/manifest.json');
    expect(out.split('\n').slice(-2)).toEqual([
      `MODEL=${relative('.', join(run.models, 'frogs'))} npm start`,
      '',
    ]);
    expect(fake.hub.requests[0]!.authorization).toBe('Bearer hf_x');
  });

  it('says where it had nothing to do', async () => {
    await parse(REPO, '--allow-http', '--quiet', '--reuse');
    await parse(REPO, '--allow-http', '--quiet', '--reuse');
    expect(out).toMatch(
      /frogs is in \S+frogs\. Serve.*\n.*\nfrogs is in \S+ already, every file as it was pulled\./,
    );
    await expect(parse(REPO, '--reuse', '--force')).rejects.toThrow(/--reuse' cannot be used with.*--force/);
  });

  it('passes its options on', async () => {
    await parse(
      REPO,
      '--allow-http',
      '--quiet',
      '--into',
      `${run.models}/x`,
      '--name',
      'toads',
      '--max-bytes',
      '1MB',
    );
    expect(run.ls('x/toads')).toContain('onnx/model.onnx');
    await expect(parse(REPO, '--quiet')).rejects.toThrow('--allow-http');
    await expect(parse(REPO, '--allow-http', '--quiet', '--max-bytes', '10')).rejects.toThrow('at most 10 B');
    await expect(parse(REPO, '--allow-http', '--quiet', '--file', 'x.onnx')).rejects.toThrow(
      'expected x.onnx',
    );
    await parse(REPO, '--allow-http', '--quiet');
    await expect(parse(REPO, '--allow-http', '--quiet')).rejects.toThrow('frogs exists');
    await parse(REPO, '--allow-http', '--quiet', '--force');
  });

  it('pulls into ./models where MODELS_DIR is empty, with its progress on standard error', async () => {
    const home = process.cwd();
    process.env.MODELS_DIR = '';
    const told = jest.spyOn(process.stderr, 'write').mockReturnValue(true);
    process.chdir(run.models);
    try {
      await parse(REPO, '--allow-http');
    } finally {
      process.chdir(home);
    }
    const progress = told.mock.calls.map(([text]) => String(text)).join('');
    told.mockRestore();
    expect(run.ls('models/frogs')).toContain('manifest.json');
    expect(progress).toContain('onnx/model.onnx  60.0 kB\n');
    expect(out).toContain('MODEL=models/frogs npm start');
  });

  it.each([
    { signal: 'SIGINT', code: 130 },
    { signal: 'SIGTERM', code: 143 },
  ] as const)('says at $signal how to go on, and ends with $code', async ({ signal, code }) => {
    const told = jest.spyOn(process.stderr, 'write').mockReturnValue(true);
    const listeners = process.listenerCount(signal);
    let goOn: () => void = () => undefined;
    fake.cdn.next(FakeHub.cdnPath('onnx/model.onnx'), (_request, _response, serve) => {
      goOn = serve;
      process.emit(signal, signal);
    });
    await parse(REPO, '--allow-http', '--quiet');
    const { exitCode } = process;
    process.exitCode = undefined;
    const text = told.mock.calls.map(([line]) => String(line));
    told.mockRestore();
    expect({ text, exitCode, out }).toEqual({
      text: ['tetrapod: interrupted; run the same command again, it goes on where this one stopped\n'],
      exitCode: code,
      out: '',
    });
    // Here, where the process goes on, so does the download.
    goOn();
    await until(() => process.listenerCount(signal) === listeners);
    expect(run.ls('frogs')).toContain('onnx/model.onnx');
  });

  it('refuses a size that is none', async () => {
    await expect(parse(REPO, '--max-bytes', 'lots')).rejects.toThrow('expected a size such as 500MB');
  });

  it('tells its bound of bytes in its help', async () => {
    await expect(parse('--help')).rejects.toThrow('outputHelp');
    expect(out).toContain('4.3 GB');
  });
});

describe('the progress', () => {
  const tell = (isTTY: boolean, quiet = false) => {
    let text = '';
    const report = pullProgress({ isTTY, columns: 100, write: (more: string) => (text += more) }, quiet, {});
    report.fileStarted('model.onnx', 2000, 500);
    report.received('model.onnx', 2000);
    report.fileFinished('model.onnx', 2000);
    report.retrying('x', 'the server answered 503', 1500);
    report.note('a note');
    report.fileStarted('y', undefined, 0);
    report.end();
    return text;
  };
  const LINES = 'model.onnx  2.0 kB\nx: the server answered 503; trying again in 1.5 s\na note\n';

  it('is one line for each file where there is no terminal', () => {
    expect(tell(false)).toBe(LINES);
  });

  it('is a bar on a terminal, in the place of which the same lines are left', () => {
    const text = tell(true);
    expect(text.split('\r\x1b[K')[1]).toMatch(/^model\.onnx {2}\[==-{8}\] 25 % of 2\.0 kB/);
    // What a terminal would wipe away stands between two of these.
    const left = text.split('\n').map((line) => line.split('\r\x1b[K').at(-1)!);
    expect(left.join('\n')).toBe(LINES);
  });

  it('is nothing with --quiet', () => {
    expect(tell(true, true) + tell(false, true)).toBe('');
  });
});

describe('downloadLine', () => {
  const state = { path: 'm.onnx', bytes: 100_000_000, present: 0, received: 25_000_000, startedAt: 1000 };

  it('shows how much is there, how fast it comes and how long it will take', () => {
    expect(downloadLine(state, 3000)).toBe('m.onnx  [==--------] 25 % of 100.0 MB  12.5 MB/s  6 s left');
  });

  it('takes what was there before for no speed', () => {
    const resumed = { ...state, present: 24_000_000 };
    expect(downloadLine(resumed, 3000)).toMatch(/ 500\.0 kB\/s {2}2 min 30 s left$/);
  });

  it('does without a bar where the length is not known, and without a time before anything came', () => {
    expect(downloadLine({ ...state, bytes: undefined }, 3000)).toBe('m.onnx  25.0 MB  12.5 MB/s');
    expect(downloadLine({ ...state, received: 0 }, 1000)).toMatch(/ 0 % of 100\.0 MB {2}0 B\/s$/);
  });
});
