import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Tetrapod, TetrapodProblem, type Picture } from '../../clients/typescript/src/tetrapod.js';
import { WorkerPool } from '../../src/workers/worker-pool.js';
import { makeKey } from '../support/api-keys.js';
import { startApp, type RunningApp } from '../support/app.js';
import { answerIn } from '../support/doors.js';
import { until } from '../support/until.js';

const FROG = readFileSync(new URL('../../docs/pictures/frog.jpg', import.meta.url));
const KEY = makeKey('client');

/** The same bytes in memory that two threads may share. */
function shared(bytes: Uint8Array): Uint8Array {
  const view = new Uint8Array(new SharedArrayBuffer(bytes.length));
  view.set(bytes);
  return view;
}

describe('the client, with a server', () => {
  let app: RunningApp;
  let tetrapod: Tetrapod;
  beforeAll(async () => {
    app = await startApp({ API_KEYS: KEY.entry });
    tetrapod = new Tetrapod(`http://127.0.0.1:${app.port}`, { apiKey: KEY.key });
  });
  afterAll(() => app.close());

  const exact = FROG.buffer.slice(FROG.byteOffset, FROG.byteOffset + FROG.length);
  it.each<[string, Picture]>([
    ['a Buffer', FROG],
    ['a Uint8Array', new Uint8Array(FROG)],
    ['a Uint8Array in shared memory', shared(FROG)],
    ['an ArrayBuffer', exact],
    ['a Blob', new Blob([new Uint8Array(FROG)])],
    ['a File of another type', new File([new Uint8Array(FROG)], 'frog.txt', { type: 'text/plain' })],
    ['base64', { base64: FROG.toString('base64') }],
  ])('classifies %s, with the answer that POST /predict gives', async (_name, picture) => {
    const answer = await app
      .predict({ image_base64: FROG.toString('base64') })
      .set('X-API-Key', KEY.key)
      .expect(200);
    const { predictions, latency_ms } = await tetrapod.classify(picture);
    expect(predictions).toEqual(answerIn(answer).predictions);
    expect(predictions).toHaveLength(1);
    expect(latency_ms).toBeGreaterThan(0);
  });

  it.each<[string, Picture]>([
    ['bytes', FROG],
    ['base64', { base64: FROG.toString('base64') }],
  ])('heeds threshold and topK of %s', async (_name, picture) => {
    expect((await tetrapod.classify(picture, { threshold: 0 })).predictions).toHaveLength(4);
    expect((await tetrapod.classify(picture, { threshold: 0, topK: 2 })).predictions).toHaveLength(2);
    expect((await tetrapod.classify(picture, { threshold: 1 })).predictions).toEqual([]);
  });

  it('throws problems with their code, fields and request id', async () => {
    const failure = await tetrapod.classify(FROG, { threshold: 2 }).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(TetrapodProblem);
    const problem = failure as TetrapodProblem;
    expect(problem).toMatchObject({ code: 'validation_failed', status: 400, name: 'TetrapodProblem' });
    expect(problem.errors!.map(({ field }) => field)).toEqual(['threshold']);
    expect(problem.requestId).toMatch(/^[\da-f-]{36}$/);
    await expect(tetrapod.classify(FROG.subarray(0, 2000))).rejects.toMatchObject({ code: 'image_corrupt' });
    const nobody = new Tetrapod(`http://127.0.0.1:${app.port}`);
    await expect(nobody.classify(FROG)).rejects.toMatchObject({ code: 'unauthorized', status: 401 });
  });

  it('describes the model', async () => {
    const { name, labels, input } = await tetrapod.model();
    expect({ name, labels }).toEqual({
      name: 'tetrapod-simulated',
      labels: ['Mammal', 'Bird', 'Reptile', 'Amphibian'],
    });
    expect(input.shape).toEqual([1, 3, 224, 224]);
  });

  it('says whether the server is ready', async () => {
    expect(await tetrapod.ready()).toBe(true);
    const pool = app.app.get(WorkerPool);
    // The first worker that ends is replaced at once, and the second one after a pause.
    for (let i = 0; i < 3; i++) {
      await until(() => pool.isReady);
      process.kill(pool.processIds[0]!, 'SIGKILL');
      await until(() => !pool.isReady);
    }
    expect(await tetrapod.ready()).toBe(false);
    await until(() => pool.isReady);
    expect(await tetrapod.ready()).toBe(true);
  });
});
