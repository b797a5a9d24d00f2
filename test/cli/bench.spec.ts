import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import type { JsonReport } from '../../src/cli/bench/report/report-json.js';
import { startServer, stop, type ServerProcess } from '../support/server-process.js';
import { lines, startCli, tetrapod, until } from './run-cli.js';

// Each test starts a process or a few, and loads a server for a second or two.
jest.setTimeout(60_000);

const PICTURE = 'docs/pictures/frog-small.jpg';
const SHORT = ['--duration', '1', '--warm-up', '0'];
const isLinux = process.platform === 'linux';

describe('tetrapod bench on a server', () => {
  let server: ServerProcess;
  let folder: string;
  beforeAll(async () => {
    server = await startServer();
    folder = await mkdtemp(join(tmpdir(), 'tetrapod-curve-'));
  });
  afterAll(async () => {
    stop(server);
    await rm(folder, { recursive: true });
  });

  it('tells what it will send where, then prints a row for each level, and what follows', async () => {
    const args = ['--concurrency', '4,1,2', ...SHORT, '--svg', join(folder, 'curve.svg')];
    const { code, stdout, stderr } = await tetrapod(['bench', server.url, 'docs/pictures', ...args]);
    expect(lines(stderr)[0]).toMatch(
      /^tetrapod: sending 6 pictures of about 27 kB to http:.*\/predict \(json\) over 1, 2, 4 /,
    );
    const [head, ...rows] = lines(stdout);
    expect(head).toMatch(/^ {2}connections +requests\/s +p50 ms +p99 ms .* failed$/);
    expect(rows.slice(0, 3).map((row) => row.trim().split(/ +/)[0])).toEqual(['1', '2', '4']);
    for (const row of rows.slice(0, 3)) expect(row).toMatch(/^ {2}\d+ +[\d.]+ .* [1-9]\d* +-$/);
    expect(stdout).toMatch(/^knee {9}/m);
    expect(await readFile(join(folder, 'curve.svg'), 'utf8')).toContain('</svg>');
    expect(code).toBe(0);
  });

  it('prints one JSON object for programs, with the CPU and memory of the process that is named', async () => {
    const pid = isLinux ? ['--pid', String(server.child.pid)] : [];
    const args = ['--concurrency', '1,8', ...SHORT, ...pid, '--format', 'json', '--draw', '224x224'];
    const { code, stdout } = await tetrapod(['bench', server.url, ...args]);
    expect(code).toBe(0);
    const report = JSON.parse(stdout) as JsonReport;
    expect(report).toMatchObject({
      url: server.url,
      model: { name: 'tetrapod-simulated', kind: 'simulated' },
      pictures: { count: 4 },
      partial: false,
    });
    expect(report.steps.map(({ connections }) => connections)).toEqual([1, 8]);
    for (const step of report.steps) {
      expect(step).toMatchObject({ wrong: 0, errors: {}, probes_failed: 0 });
      expect(step.requests_per_second).toBeCloseTo(step.answers / step.seconds, 6);
      expect(step.latency_ms.p50!).toBeLessThanOrEqual(step.latency_ms.p99!);
      expect(step.latency_ms.p99!).toBeLessThanOrEqual(step.latency_ms.max!);
      expect(step.probes).toBeGreaterThanOrEqual(10);
      if (!isLinux) continue;
      expect(step.cpu_ms_per_request!).toBeGreaterThan(0);
      expect(step.peak_rss_bytes!).toBeGreaterThan(10_000_000);
    }
  });

  it('sends no more than --max-requests', async () => {
    const args = ['--concurrency', '2,4', ...SHORT, '--max-requests', '30', '--format', 'json'];
    const { code, stdout, stderr } = await tetrapod(['bench', server.url, PICTURE, ...args]);
    expect(JSON.parse(stdout)).toMatchObject({ partial: true, steps: [{ connections: 2, answers: 30 }] });
    expect(stderr).toContain('ended early, at its bound of requests or time');
    expect(code).toBe(0);
  });

  it('ends by Ctrl-C with the rows that are there', async () => {
    const levels = ['--concurrency', '1,2', '--warm-up', '0', '--duration', '2'];
    const { child, stdout, ended } = startCli(['bench', server.url, PICTURE, ...levels]);
    await until(() => stdout().includes('\n  1 '));
    child.kill('SIGINT');
    const { code, stdout: all, stderr } = await ended;
    expect(all).toMatch(/\n {2}1 +[\d.]+ [^\n]+\n\nknee /);
    expect(all).not.toContain('\n  2 ');
    expect(lines(stderr).at(-1)).toBe('tetrapod: interrupted');
    expect(code).toBe(130);
  });

  it.each([
    {
      args: ['package.json'],
      says: 'package.json: the server answers 415 unsupported_image_format: expected',
    },
    { args: ['nowhere.jpg'], says: 'nowhere.jpg: expected a file, there is none' },
    { args: ['src/cli'], says: 'no picture found in src/cli; of folders, files with these' },
    { args: ['--pid', '4194304'], says: '--pid 4194304: expected a process in /proc, there is none' },
  ])('refuses $args in one line, with 1', async ({ args, says }) => {
    const { code, stdout, stderr } = await tetrapod(['bench', server.url, ...args]);
    expect(lines(stderr).at(-1)).toContain(`tetrapod: ${says}`);
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
  });

  it.each([
    { args: [], says: "missing required argument 'url'" },
    { args: ['frog.test'], says: 'expected a URL such as http://127.0.0.1:3000' },
    { args: ['http://frog.test', '--concurrency', '2000'], says: 'expected numbers from 1 to 1024' },
    { args: ['http://frog.test', '--duration', '301'], says: 'expected a whole number from 1 to 300' },
    { args: ['http://frog.test', '--duration', '300'], says: 'expected at most 600 s in all' },
    { args: ['http://frog.test', '--header', 'frog'], says: 'expected a header such as' },
    { args: ['http://frog.test', '--draw', '1x1'], says: 'expected one of 224x224, 500x375' },
  ])('$args is wrong usage, with 2', async ({ args, says }) => {
    const { code, stdout, stderr } = await tetrapod(['bench', ...args]);
    expect(stderr).toMatch(/^tetrapod: [^\n]+; see tetrapod bench --help\n$/);
    expect(stderr).toContain(says);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
  });
});
