import { join, relative } from 'node:path';
import { PassThrough } from 'node:stream';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { Command } from 'commander';
import { FakeHub, PullRun, REPO, smallModel } from '../../../test/support/fake-hub.js';
import { pullProgress } from './pull-progress.js';
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

  it('refuses a size that is none', async () => {
    await expect(parse(REPO, '--max-bytes', 'lots')).rejects.toThrow('Expected a size such as 500MB');
  });

  it('shows two examples in its help', async () => {
    await expect(parse('--help')).rejects.toThrow('outputHelp');
    expect(out.match(/tetrapod pull [a-zA-Z]/g)).toHaveLength(2);
    expect(out).toContain('4.3 GB');
  });
});

describe('the progress', () => {
  const tell = (isTTY: boolean, quiet = false) => {
    const stream = Object.assign(new PassThrough(), {
      isTTY,
      columns: 100,
      clearLine: () => true,
      cursorTo: () => true,
    });
    const report = pullProgress(stream, quiet);
    report.fileStarted('model.onnx', 2000, 500);
    report.received('model.onnx', 2000);
    report.fileFinished('model.onnx', 2000);
    report.retrying('x', 'the server answered 503', 1500);
    report.note('a note');
    report.fileStarted('y', undefined, 0);
    report.end();
    return ((stream.read() as Buffer | null) ?? '').toString();
  };

  it('is one line for each file where there is no terminal', () => {
    expect(tell(false)).toBe(
      'model.onnx  2.0 kB\nx: the server answered 503; trying again in 1.5 s\na note\n',
    );
  });

  it('is a bar on a terminal', () => {
    const text = tell(true);
    expect(text).toMatch(/model\.onnx {2}.* 25% {2}500 B of 2\.0 kB/);
    expect(text).toMatch(/100% {2}2\.0 kB of 2\.0 kB/);
    expect(text).toContain('trying again in 1.5 s\n');
  });

  it('is nothing with --quiet', () => {
    expect(tell(true, true) + tell(false, true)).toBe('');
  });
});
