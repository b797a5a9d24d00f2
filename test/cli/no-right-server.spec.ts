import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { answerJson, answerRight, FakeTetrapod } from '../support/fake-tetrapod.js';
import { freePorts } from '../support/free-ports.js';
import { lines, tetrapod } from './run-cli.js';

// Each test starts a process or a few.
jest.setTimeout(60_000);

const FROG = 'docs/pictures/frog-small.jpg';

describe('where a server asks for a key', () => {
  let fake: FakeTetrapod;
  const KEY = 'tpd_right';
  const isKeyRight = () => fake.headers['x-api-key'] === KEY;
  beforeEach(async () => {
    fake = await FakeTetrapod.start(
      (response) => {
        if (isKeyRight()) answerRight(response);
        else answerJson(response, { code: 'unauthorized', detail: 'expected an API key' }, 401);
      },
      answerRight,
      isKeyRight,
    );
  });
  afterEach(() => fake.close());

  const commands = [
    {
      command: 'bench',
      args: () => [fake.url, FROG, '--duration', '1', '--warm-up', '0', '--concurrency', '1'],
    },
    {
      command: 'compare',
      args: () => [
        fake.url,
        fake.url,
        FROG,
        '--no-metrics',
        '--duration',
        '1',
        '--pause',
        '1',
        '--min-requests',
        '5',
      ],
    },
  ];

  it.each(commands)('tetrapod $command says where to put it, with 1', async ({ command, args }) => {
    const { code, stdout, stderr } = await tetrapod([command, ...args()]);
    expect(lines(stderr).at(-1)).toMatch(/^tetrapod: http:\S+ answers 401 unauthorized.* TETRAPOD_API_KEY/);
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
  });

  it.each(commands)('tetrapod $command sends it', async ({ command, args }) => {
    const { code } = await tetrapod([command, ...args()], { env: { TETRAPOD_API_KEY: KEY } });
    expect(code).toBe(0);
  });
});

describe('where nobody answers', () => {
  it.each(['bench', 'compare'])('tetrapod %s says so in one line, with 1', async (command) => {
    const [port] = await freePorts(1);
    const url = `http://127.0.0.1:${port}`;
    const { code, stdout, stderr } = await tetrapod([
      command,
      url,
      ...(command === 'compare' ? [url] : []),
      FROG,
    ]);
    expect(lines(stderr).at(-1)).toMatch(
      /^tetrapod: no answer from http:\/\/127\.0\.0\.1:\d+\/? \(ECONNREFUSED\): nothing listens there; start it with npm start$/,
    );
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
  });
});
