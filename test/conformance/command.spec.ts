import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { startCli } from '../cli/run-cli.js';
import { CASES } from './cases/all.js';
import { FakeOipServer } from './fake/fake-oip-server.js';
import { readOptions } from './options.js';

const COMMAND = [process.execPath, 'node_modules/tsx/dist/cli.mjs', 'test/conformance/main.ts'];
const conformance = (...args: string[]) => startCli(args, { command: COMMAND }).ended;

describe('npm run conformance', () => {
  let fake: FakeOipServer;
  let folder: string;
  beforeEach(async () => {
    fake = await FakeOipServer.start();
    folder = mkdtempSync(join(tmpdir(), 'conformance-'));
  });
  afterEach(async () => {
    await fake.close();
    rmSync(folder, { recursive: true });
  });

  it('prints a table and its sum, and ends with 0 where nothing failed', async () => {
    const picture = join(folder, 'picture.png');
    writeFileSync(picture, Buffer.from('89504e470d0a1a0a', 'hex'));
    const json = join(folder, 'results.json');
    const { code, stdout, stderr } = await conformance(
      ...[fake.url, '--model', 'linear', '--picture', picture, '--json', json, '--strict'],
    );
    expect(stderr).toBe('');
    const lines = stdout.trimEnd().split('\n');
    expect(lines[0]).toMatch(/^verdict +case +strength +section +what the server does$/);
    expect(lines[1]).toMatch(
      /^pass +server\.live +must +inference_rest\.md, Server Live +GET \/v2\/health\/live answers 200$/,
    );
    expect(lines.at(-1)).toBe(
      `${CASES.length} cases: ${CASES.length - 3} pass, 0 fail, 0 remark, 3 not applicable`,
    );
    expect(stdout).toContain('not applicable  binary.input.mixed');
    expect(stdout).toContain('\n    the model has only one input\n');
    const written = JSON.parse(readFileSync(json, 'utf8')) as { results: { id: string; verdict: string }[] };
    expect(written).toMatchObject({ url: fake.url, model: 'linear' });
    expect(written.results.map(({ id }) => id)).toEqual(CASES.map(({ id }) => id));
    expect(code).toBe(0);
  });

  it('ends with 1 where a case failed, and with --strict where one is a remark', async () => {
    fake.faults = {
      answer: (answer) => ({ ...answer, status: answer.complaint === 'json' ? 422 : answer.status }),
    };
    const lax = await conformance(fake.url, '--model', 'linear', '--only', 'errors.');
    expect(lax.stdout).toMatch(/^remark +errors\.status-400/m);
    expect(lax.code).toBe(0);
    expect((await conformance(fake.url, '--model', 'linear', '--only', 'errors.', '--strict')).code).toBe(1);
    fake.faults = {
      answer: (answer) => ({ ...answer, status: answer.complaint === 'json' ? 200 : answer.status }),
    };
    const wrong = await conformance(
      fake.url,
      '--model',
      'linear',
      '--only',
      'errors.json',
      '--only',
      'server',
    );
    expect(wrong.stdout).toMatch(
      /^fail +errors\.json .*\n {4}a body that is no JSON: expected it to be refused/m,
    );
    expect(wrong.code).toBe(1);
  });

  it('sends what a server wants to know its clients by', async () => {
    fake.faults = {
      answer: (answer, { headers }) =>
        headers.authorization === 'Bearer abc' && headers['x-team'] === 'frogs'
          ? answer
          : { ...answer, status: 401 },
    };
    const known = ['--api-key', 'abc', '--header', 'X-Team: frogs', '--only', 'server'];
    expect((await conformance(fake.url, '--model', 'linear', ...known)).code).toBe(0);
    expect((await conformance(fake.url, '--model', 'linear', '--only', 'server')).code).toBe(1);
  });

  it('says in one line that nothing answers', async () => {
    const { url } = fake;
    await fake.close();
    const { code, stdout, stderr } = await conformance(url, '--model', 'linear');
    expect([code, stdout]).toEqual([1, '']);
    expect(stderr).toMatch(
      /^conformance: http:\S+: GET \/v2\/health\/live: no whole answer: connect ECONNREFUSED \S+\n$/,
    );
    fake = await FakeOipServer.start();
  });

  it('refuses wrong options with 2 and tells the right ones', async () => {
    const { code, stderr } = await conformance('http://localhost:1');
    expect(code).toBe(2);
    expect(stderr).toContain(
      'conformance: expected --model NAME, received none\n\nnpm run conformance -- URL --model NAME',
    );
    expect((await conformance(fake.url, '--model', 'linear', '--only', 'nothing')).code).toBe(2);
  });
});

describe('the options of the conformance kit', () => {
  it.each([
    [[], 'expected one URL, received 0'],
    [['ftp://x', '--model', 'm'], 'expected an http or https URL, received ftp://x'],
    [['http://x', '--model', 'm', '--input', 'x:FP31:1'], 'expected --input NAME:DATATYPE:DIMS'],
    [['http://x', '--model', 'm', '--input', 'x:FP32:0'], 'expected --input NAME:DATATYPE:DIMS'],
    [['http://x', '--model', 'm', '--header', 'x'], "expected --header 'Name: value', received x"],
    [
      ['http://x', '--model', 'm', '--tolerance', 'x'],
      'expected --tolerance to be a number from 0 on, received x',
    ],
    [
      ['http://x', '--model', 'm', '--picture', 'a', '--picture', 'b', '--picture', 'c'],
      'at most two times --picture',
    ],
    [['http://x', '--model', 'm', '--no-such-option'], "Unknown option '--no-such-option'"],
  ])('%p are refused', (args, message) => {
    expect(() => readOptions(args)).toThrow(message);
  });

  it('are read', () => {
    const { subject, only, isStrict } = readOptions(
      'http://x:1/y --model m --version 2 --input a:b:INT8:-1,3 --tolerance 0 --timeout 2 --only a --extension e'.split(
        ' ',
      ),
    );
    expect(subject).toEqual({
      url: 'http://x:1/y',
      model: 'm',
      version: '2',
      headers: {},
      inputs: [{ name: 'a:b', datatype: 'INT8', shape: [-1, 3] }],
      extensions: ['e'],
      tolerance: 0,
      timeoutMs: 2000,
    });
    expect([only, isStrict]).toEqual([['a'], false]);
  });
});
