import { readFileSync } from 'node:fs';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import {
  Tetrapod,
  TetrapodAnswerError,
  TetrapodConnectionError,
  type BatchItem,
  type BatchOutcome,
} from '../../clients/typescript/src/tetrapod.js';
import { startApp, type RunningApp } from '../support/app.js';
import { breakOff, hangUp, refuse, startMakeBelieve, type MakeBelieveServer } from './make-believe-server.js';

const FROG = readFileSync(new URL('../../docs/pictures/frog.jpg', import.meta.url));
const HALF = FROG.subarray(0, 2000);
const base64 = (bytes: Buffer) => ({ base64: bytes.toString('base64') });

async function collect(outcomes: AsyncIterable<BatchOutcome>): Promise<BatchOutcome[]> {
  const all: BatchOutcome[] = [];
  for await (const outcome of outcomes) all.push(outcome);
  return all;
}

describe('a batch of the client, with a server', () => {
  let app: RunningApp;
  let tetrapod: Tetrapod;
  beforeAll(async () => {
    app = await startApp();
    tetrapod = new Tetrapod(`http://127.0.0.1:${app.port}`);
  });
  afterAll(() => app.close());

  it.each<[string, BatchItem[]]>([
    ['files', [{ id: 'frog', picture: FROG }, new Blob([new Uint8Array(HALF)]), FROG]],
    ['base64', [{ id: 'frog', picture: base64(FROG) }, base64(HALF), base64(FROG)]],
  ])('gives each of %s its labels or its problem, in order, with its id', async (_name, items) => {
    const { predictions } = await tetrapod.classify(FROG, { threshold: 0, topK: 2 });
    const [first, second, third, ...further] = await tetrapod.classifyBatch(items, { threshold: 0, topK: 2 });
    expect(further).toEqual([]);
    expect(first).toMatchObject({ index: 0, id: 'frog', predictions });
    expect(second).toMatchObject({ index: 1, problem: { code: 'image_corrupt', status: 422 } });
    expect(second!.id).toBeUndefined();
    expect(third).toMatchObject({ index: 2, predictions });
  });

  it('gives each outcome once as it comes', async () => {
    const outcomes = await collect(tetrapod.classifyEach([FROG, HALF, FROG, FROG]));
    expect(outcomes.map(({ index }) => index).sort()).toEqual([0, 1, 2, 3]);
    expect(outcomes.filter(({ problem }) => problem).map(({ index }) => index)).toEqual([1]);
  });

  it('throws where the batch as a whole is refused', async () => {
    const many = Array<BatchItem>(33).fill(FROG);
    await expect(tetrapod.classifyBatch(many)).rejects.toMatchObject({
      code: 'batch_too_large',
      status: 413,
    });
  });

  it('asks nothing for no pictures, and takes no mixture', async () => {
    expect(await tetrapod.classifyBatch([])).toEqual([]);
    expect(await collect(tetrapod.classifyEach([]))).toEqual([]);
    await expect(tetrapod.classifyBatch([FROG, base64(FROG)])).rejects.toThrow('received base64 at 1');
  });
});

describe('a batch of the client, where things go wrong', () => {
  let server: MakeBelieveServer;
  afterEach(() => server.close());

  const line = (index: number) =>
    `${JSON.stringify({ index, status: 200, predictions: [], latency_ms: 1 })}\n`;
  const lines =
    (text: string, end: 'whole' | 'broken' = 'whole') =>
    (response: Parameters<typeof breakOff>[0]) => {
      response.writeHead(200, { 'Content-Type': 'application/x-ndjson' });
      response.write(text, () => (end === 'whole' ? response.end() : response.destroy()));
    };
  const WHOLE = lines(`${line(1)}${line(0)}{"counts":{"total":2,"succeeded":2,"failed":0}}\n`);
  const start = async (...answers: Parameters<typeof startMakeBelieve>) => {
    server = await startMakeBelieve(...answers);
    return new Tetrapod(server.url);
  };

  it('asks once more for an array, also where an answer broke off half-way', async () => {
    const tetrapod = await start(refuse(503, 'overloaded'), lines(line(0), 'broken'), WHOLE);
    expect((await tetrapod.classifyBatch([FROG, FROG])).map(({ index }) => index)).toEqual([0, 1]);
    expect(server.received).toHaveLength(3);
  });

  it('asks once more for outcomes one by one only before the first has been given', async () => {
    const tetrapod = await start(hangUp, lines(line(1), 'broken'), WHOLE);
    const given: number[] = [];
    const failure = (async () => {
      for await (const { index } of tetrapod.classifyEach([FROG, FROG])) given.push(index);
    })();
    await expect(failure).rejects.toBeInstanceOf(TetrapodConnectionError);
    expect(given).toEqual([1]);
    expect(server.received).toHaveLength(2);
  });

  it('does not take an answer that ends early, or another one, for a whole one', async () => {
    const early = await start(lines(line(0)));
    await expect(collect(early.classifyEach([FROG, FROG]))).rejects.toThrow('the answer ended before');
    await server.close();
    const other = await start(lines('{"index":7,"predictions":[]}\n'));
    await expect(collect(other.classifyEach([FROG]))).rejects.toBeInstanceOf(TetrapodAnswerError);
  });

  it('ends the request where nobody wants the rest', async () => {
    let hasClosed: () => void;
    const closed = new Promise<void>((resolve) => (hasClosed = resolve));
    const tetrapod = await start((response) => {
      response.once('close', () => {
        hasClosed();
      });
      response.writeHead(200, { 'Content-Type': 'application/x-ndjson' });
      response.write(line(0));
    });
    for await (const { index } of tetrapod.classifyEach([FROG, FROG])) {
      expect(index).toBe(0);
      break;
    }
    await closed;
  });
});
