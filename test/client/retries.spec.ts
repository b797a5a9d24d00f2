import { afterEach, describe, expect, it } from '@jest/globals';
import {
  Tetrapod,
  TetrapodAnswerError,
  TetrapodConnectionError,
  TetrapodProblem,
  TetrapodTimeoutError,
  type TetrapodOptions,
} from '../../clients/typescript/src/tetrapod.js';
import { freePorts } from '../support/free-ports.js';
import { until } from '../support/until.js';
import {
  breakOff,
  hangUp,
  keepSilent,
  refuse,
  startMakeBelieve,
  succeed,
  type MakeBelieveServer,
} from './make-believe-server.js';

const PICTURE = new Uint8Array([1, 2, 3]);
const OVERLOADED = refuse(503, 'overloaded', { 'Retry-After': '1' });
const BUSY = refuse(503, 'too_many_connections');

async function failureOf(pending: Promise<unknown>): Promise<unknown> {
  try {
    await pending;
  } catch (error) {
    return error;
  }
  throw new Error('expected a failure, there was none');
}

describe('the client', () => {
  let server: MakeBelieveServer;
  afterEach(() => server.close());

  const start = async (...answers: Parameters<typeof startMakeBelieve>) => {
    server = await startMakeBelieve(...answers);
  };
  const classify = (options: TetrapodOptions = {}, signal?: AbortSignal) =>
    new Tetrapod(server.url, options).classify(PICTURE, { signal });

  it.each([
    ['429', refuse(429, 'rate_limited')],
    ['503', BUSY],
    ['a connection that is closed without an answer', hangUp],
    ['an answer that breaks off', breakOff],
  ])('asks once more after %s, with the same picture', async (_name, failure) => {
    await start(failure, failure, succeed);
    expect((await classify()).predictions[0]!.label).toBe('Bird');
    expect(server.received.map(({ body }) => [...body])).toEqual([[...PICTURE], [...PICTURE], [...PICTURE]]);
  });

  it('waits for as long as Retry-After says', async () => {
    await start(OVERLOADED, succeed);
    await classify();
    const [first, second] = server.received;
    // A timer may end a millisecond early.
    expect(second!.at - first!.at).toBeGreaterThanOrEqual(999);
  });

  it.each([400, 401, 404, 413, 415, 422, 500, 504])('does not ask once more after %i', async (status) => {
    await start(refuse(status, 'x'), succeed);
    const problem = await failureOf(classify());
    expect(problem).toBeInstanceOf(TetrapodProblem);
    expect(problem).toMatchObject({ status, code: 'x', detail: 'why', requestId: 'r1' });
    expect(server.received).toHaveLength(1);
  });

  it.each([0, 1, 3])('asks %i times more at most, and then throws the last problem', async (retries) => {
    await start(BUSY);
    expect(await failureOf(classify({ retries }))).toMatchObject({ code: 'too_many_connections' });
    expect(server.received).toHaveLength(retries + 1);
  });

  it('throws the problem at once where there is no time to wait for as long as it says', async () => {
    await start(refuse(503, 'overloaded', { 'Retry-After': '60' }), succeed);
    const problem = await failureOf(classify({ timeoutMs: 20_000 }));
    expect(problem).toMatchObject({ code: 'overloaded', retryAfterMs: 60_000 });
    expect(server.received).toHaveLength(1);
  });

  it('sends no more once the signal is aborted, and rejects with its reason', async () => {
    // It would sleep for longer than this test may take.
    await start(refuse(503, 'overloaded', { 'Retry-After': '25' }), succeed);
    const reason = new Error('nobody is interested any more');
    const controller = new AbortController();
    const failure = failureOf(classify({}, controller.signal));
    await until(() => server.received.length === 1);
    controller.abort(reason);
    expect(await failure).toBe(reason);
    expect(await failureOf(classify({}, controller.signal))).toBe(reason);
    expect(server.received).toHaveLength(1);
  }, 15_000);

  it('ends a request that is under way when the signal is aborted', async () => {
    await start(keepSilent);
    const controller = new AbortController();
    const failure = failureOf(classify({}, controller.signal));
    await until(() => server.received.length === 1);
    controller.abort();
    expect(await failure).toMatchObject({ name: 'AbortError' });
  });

  it('gives up after timeoutMs, retries included, and tells the server how long that is', async () => {
    await start(hangUp, keepSilent);
    const failure = await failureOf(classify({ timeoutMs: 1500 }));
    expect(failure).toBeInstanceOf(TetrapodTimeoutError);
    const deadlines = server.received.map(({ headers }) => Number(headers['x-request-timeout-ms']));
    expect(deadlines).toHaveLength(2);
    expect(deadlines[0]).toBeLessThanOrEqual(1500);
    expect(deadlines[0]).toBeGreaterThan(0);
    expect(deadlines[1]).toBeLessThan(deadlines[0]!);
  });

  it('names no deadline where there is none', async () => {
    await start(succeed);
    await classify({ timeoutMs: Infinity });
    expect(server.received[0]!.headers).not.toHaveProperty('x-request-timeout-ms');
  });

  it('tells a missing server from one that refuses, and names the cause', async () => {
    await start(succeed);
    const [port] = await freePorts(1);
    const failure = await failureOf(
      new Tetrapod(`http://127.0.0.1:${port}`, { retries: 1 }).classify(PICTURE),
    );
    expect(failure).toBeInstanceOf(TetrapodConnectionError);
    expect((failure as Error).cause).toMatchObject({ name: 'TypeError', cause: { code: 'ECONNREFUSED' } });
    expect(failure).not.toBeInstanceOf(TetrapodProblem);
  });

  it.each([
    [502, '<html>Bad gateway</html>'],
    [200, '<html>Welcome</html>'],
    [200, '{"hello":"world"}'],
  ])("calls an answer that is no Tetrapod's so: %i %s", async (status, page) => {
    await start((response) => response.writeHead(status, { 'Content-Type': 'text/html' }).end(page));
    const failure = await failureOf(classify());
    expect(failure).toBeInstanceOf(TetrapodAnswerError);
    expect(failure).toMatchObject({ status });
    expect(server.received).toHaveLength(1);
  });

  it('sends a key, options and a path of a proxy', async () => {
    await start(succeed);
    const client = new Tetrapod(`${server.url}/vision`, { apiKey: 'tp_secret' });
    await client.classify(PICTURE, { threshold: 0.25, topK: 2 });
    const [{ url, headers, method }] = server.received as [MakeBelieveServer['received'][0]];
    expect({ url, method }).toEqual({ url: '/vision/predict?threshold=0.25&top_k=2', method: 'POST' });
    expect(headers).toMatchObject({
      authorization: 'Bearer tp_secret',
      'content-type': 'application/octet-stream',
    });
  });

  it('says what is wrong with its arguments', async () => {
    await start(succeed);
    const { url } = server;
    expect(() => new Tetrapod('ftp://x')).toThrow('expected a URL that begins with http: or https:');
    expect(() => new Tetrapod(url, { apiKey: 'two\nlines' })).toThrow('visible ASCII');
    expect(() => new Tetrapod(url, { retries: -1 })).toThrow('expected a whole number of retries from 0');
    expect(() => new Tetrapod(url, { timeoutMs: 0 })).toThrow('expected timeoutMs to be a number');
    const wrong = failureOf(new Tetrapod(url).classify('frog.jpg' as never));
    expect(await wrong).toMatchObject({
      name: 'TypeError',
      message: expect.stringContaining('a string') as unknown,
    });
    expect(server.received).toHaveLength(0);
  });
});
