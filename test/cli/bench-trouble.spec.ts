import { readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it, jest } from '@jest/globals';
import type { JsonReport } from '../../src/cli/bench/report/report-json.js';
import { processTree } from '../../src/cli/bench/server/process-tree.js';
import { answerJson, answerRight, FakeTetrapod } from '../support/fake-tetrapod.js';
import { lines, startCli, tetrapod, until } from './run-cli.js';

// Each test starts a process or a few, and loads a server for a second or two.
jest.setTimeout(60_000);

const PICTURE = 'docs/pictures/frog-small.jpg';
const SHORT = ['--duration', '1', '--warm-up', '0'];
const isLinux = process.platform === 'linux';

/** Not so where it has ended and nobody has asked how. */
function isRunning(pid: number): boolean {
  try {
    return /\) [^Z]/.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));
  } catch {
    return false;
  }
}

describe('tetrapod bench on a server that goes wrong', () => {
  let fake: FakeTetrapod;
  afterEach(() => fake.close());
  const bench = (...args: string[]) =>
    tetrapod(['bench', fake.url, PICTURE, '--concurrency', '1,2', ...SHORT, ...args]);

  it('is loud about wrong answers, with 1', async () => {
    fake = await FakeTetrapod.start((response, count) => {
      if (count === 5)
        answerJson(response, { predictions: [{ label: 'Bird', confidence: 0.5 }], latency_ms: 1 });
      else answerRight(response);
    });
    const { code, stdout, stderr } = await bench();
    expect(stdout).toContain('wrong: 1');
    expect(stderr).toContain('tetrapod: WRONG ANSWERS: 1, the first one: another answer than before');
    expect(code).toBe(1);
  });

  it('counts refusals, and takes them for no failure of its own', async () => {
    fake = await FakeTetrapod.start((response, count) => {
      if (count % 3 === 0) answerJson(response, {}, 503);
      else answerRight(response);
    });
    const { code, stdout, stderr } = await bench('--format', 'json');
    const { steps } = JSON.parse(stdout) as JsonReport;
    for (const { errors } of steps) expect(errors['503']).toBeGreaterThan(0);
    expect(stderr).toMatch(/^tetrapod: \d+ requests were refused with 429 or 503/m);
    expect(code).toBe(0);
  });

  it('fails where requests fail, with 1', async () => {
    fake = await FakeTetrapod.start((response, count) => {
      if (count > 1) answerJson(response, {}, 500);
      else answerRight(response);
    });
    const { code, stdout, stderr } = await bench();
    expect(stdout).toMatch(/500: \d+/);
    expect(stderr).toMatch(/^tetrapod: \d+ requests have failed.*\ntetrapod: not a single right answer$/m);
    expect(code).toBe(1);
  });

  it('sends the headers that are given', async () => {
    fake = await FakeTetrapod.start();
    const { code } = await bench('--header', 'Authorization: Bearer abc', '--header', 'X-Frog: 1');
    expect(fake.headers).toMatchObject({ authorization: 'Bearer abc', 'x-frog': '1' });
    expect(code).toBe(0);
  });

  it('says so where another server answers, or none, with 1', async () => {
    fake = await FakeTetrapod.start();
    const other = await tetrapod(['bench', `${fake.url}/elsewhere`, PICTURE]);
    expect(lines(other.stderr).at(-1)).toMatch(
      /^tetrapod: no Tetrapod at http.*: expected the labels from GET \/model/,
    );
    const { url } = fake;
    await fake.close();
    const none = await tetrapod(['bench', url, PICTURE]);
    expect(lines(none.stderr).at(-1)).toBe(
      `tetrapod: no answer from ${url} (ECONNREFUSED): nothing listens there; start it with npm start`,
    );
    expect([other.code, none.code]).toEqual([1, 1]);
    fake = await FakeTetrapod.start();
  });

  // Elsewhere there is no /proc to look for what is left.
  if (isLinux) {
    it.each(['SIGINT', 'SIGKILL'] as const)('leaves no process after %s', async (signal) => {
      const args = ['--concurrency', '1', '--duration', '60', '--warm-up', '0'];
      fake = await FakeTetrapod.start();
      const { child, ended } = startCli(['bench', fake.url, PICTURE, ...args]);
      await until(() => fake.probed > 5);
      const tree = processTree(child.pid!);
      expect(tree).toHaveLength(3);
      child.kill(signal);
      await ended;
      await until(() => !tree.some(isRunning));
    });
  }

  it('sends no more pictures than it should hold, and says so', async () => {
    fake = await FakeTetrapod.start();
    const folder = await mkdtemp(join(tmpdir(), 'tetrapod-many-'));
    try {
      for (let i = 0; i < 101; i++) await writeFile(join(folder, `${i}.jpg`), 'x');
      const { stderr } = await tetrapod(['bench', fake.url, folder, '--concurrency', '1', ...SHORT]);
      expect(lines(stderr)[0]).toBe('tetrapod: only the first 100 pictures are sent, at most 100 and 200 MB');
      expect(lines(stderr)[1]).toContain('sending 100 pictures');
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});
