import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it, jest } from '@jest/globals';
import { ROOT, startServer, stop, type ServerProcess } from '../support/server-process.js';
import { FROG, HALF, jsonLines } from './classify-lines.js';
import { CLI, lines, startCli, tetrapod, until } from './run-cli.js';

// Each test starts a process or a few.
jest.setTimeout(60_000);

describe('tetrapod classify: how it ends', () => {
  it('ends quietly with 0 where whoever reads has enough', async () => {
    const shell = `"$0" ${CLI} classify --json test/pictures/valid; echo "exit $?" >&2`;
    const { stdout, stderr } = await tetrapod([], {
      command: ['sh', '-c', `{ ${shell}; } | head -1`, process.execPath],
    });
    expect(lines(stdout)).toHaveLength(1);
    expect(stderr).toMatch(/exit 0\n$/);
    expect(stderr).not.toMatch(/EPIPE|Error|\n {4}at /);
  });

  it.each([
    { signal: 'SIGINT', code: 130 },
    { signal: 'SIGTERM', code: 143 },
  ] as const)('ends at $signal with $code and a summary', async ({ signal, code }) => {
    const { child, stdout, ended } = startCli(['classify', '--json', FROG, '-'], { keepOpen: true });
    await until(() => stdout().includes(FROG));
    child.kill(signal);
    const { stderr, ...end } = await ended;
    expect(end.code).toBe(code);
    expect(stderr).toContain('tetrapod: interrupted\n');
    expect(lines(stderr).at(-1)).toMatch(/^1 picture, 0 bad, /);
  });

  it.each([
    {
      what: 'a wrong setting',
      env: { MAX_IMAGE_PIXELS: 'many' },
      args: [],
      says: /MAX_IMAGE_PIXELS: expected/,
    },
    { what: 'a model that is not there', env: {}, args: ['--model', 'no/such/model'], says: /model/i },
  ])('tells of $what in one line, and exits 1', async ({ env, args, says }) => {
    const { code, stdout, stderr } = await tetrapod(['classify', ...args, FROG], { env });
    expect(stderr).toMatch(/^tetrapod: [^\n]+\n$/);
    expect(stderr).toMatch(says);
    expect(stdout).toBe('');
    expect(code).toBe(1);
  });

  it('leaves out warnings where LOG_LEVEL says so', async () => {
    const { stderr } = await tetrapod(['classify', FROG], { env: { LOG_LEVEL: 'error' } });
    expect(stderr).toMatch(/^1 picture, 0 bad, [\d.]+ files\/s\n$/);
  });
});

describe('tetrapod classify and the server', () => {
  let server: ServerProcess;
  afterEach(() => {
    stop(server);
  });

  it('give the same predictions for the same pictures', async () => {
    server = await startServer({ LOG_LEVEL: 'info' });
    const { stdout } = await tetrapod(['classify', '--json', '--threshold', '0.1', 'docs/pictures', HALF]);
    const answers = jsonLines(stdout);
    expect(answers).toHaveLength(7);
    for (const { file, predictions, problem } of answers) {
      const response = await fetch(`${server.url}/predict`, {
        method: 'POST',
        headers: { 'Content-Type': 'application/json' },
        body: JSON.stringify({
          image_base64: readFileSync(join(ROOT, file)).toString('base64'),
          confidence_threshold: 0.1,
        }),
      });
      const answer = (await response.json()) as { predictions?: object; code?: string; detail?: string };
      expect(predictions).toEqual(answer.predictions);
      if (problem) expect(problem).toEqual({ code: answer.code, detail: answer.detail });
    }
  });
});
