import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { AppConfig } from '../../src/config/app-config.js';
import { WorkerLauncher } from '../../src/workers/worker-launcher.js';
import { WorkerPool } from '../../src/workers/worker-pool.js';
import { ROOT } from '../support/server-process.js';

const PICTURE = {
  bytes: readFileSync(`${ROOT}docs/pictures/fox.jpg`),
  encoding: 'binary',
} as const;

const floatsOf = (bytes: Uint8Array) => new Float32Array(new Uint8Array(bytes).buffer);

describe('what workers do beside classifying', () => {
  let pool: WorkerPool;
  let launcher: WorkerLauncher;
  beforeAll(async () => {
    const config = AppConfig.fromEnvironment({ WORKERS: '1', LOG_LEVEL: 'error' });
    launcher = new WorkerLauncher(config, `${ROOT}dist/workers/worker-main.js`);
    pool = new WorkerPool(launcher);
    await pool.onModuleInit();
  });
  afterAll(() => launcher.endAll());

  it('a picture that is prepared and then inferred gets the answer of one that is classified', async () => {
    const classified = await pool.classify(PICTURE);
    const { tensor, timings } = await pool.prepare(PICTURE, pool.model.preprocessing);
    const inferred = await pool.infer(tensor);
    expect(tensor).toHaveLength(3 * 224 * 224 * 4);
    expect(inferred.scores).toEqual(classified.scores);
    expect([...inferred.output]).toEqual([...classified.output]);
    expect(Object.keys(timings)).toEqual(['queue', 'decode', 'preprocess']);
    expect(Object.keys(inferred.timings)).toEqual(['queue', 'inference']);
  });

  it('the output is the row before the softmax', async () => {
    const { scores, output } = await pool.classify(PICTURE);
    const exponentials = [...output].map(Math.exp);
    const sum = exponentials.reduce((a, b) => a + b, 0);
    scores.forEach(({ confidence }, i) => {
      expect(confidence).toBeCloseTo(exponentials[i]! / sum, 12);
    });
  });

  it('prepares for a graph of another layout, and keeps its own', async () => {
    const nchw = floatsOf((await pool.prepare(PICTURE, { layout: 'NCHW', dataType: 'float32' })).tensor);
    const nhwc = floatsOf((await pool.prepare(PICTURE, { layout: 'NHWC', dataType: 'float32' })).tensor);
    const transposed = Float32Array.from(nchw, (_, i) => nchw[(i % 3) * 224 * 224 + Math.floor(i / 3)]!);
    expect([...nhwc]).toEqual([...transposed]);
    const halves = await pool.prepare(PICTURE, { layout: 'NCHW', dataType: 'float16' });
    expect(halves.tensor).toHaveLength(3 * 224 * 224 * 2);
    const again = await pool.prepare(PICTURE, { layout: 'NCHW', dataType: 'float32' });
    expect([...floatsOf(again.tensor)]).toEqual([...nchw]);
  });

  it('parses the numbers of a tensor', async () => {
    const { elements: bytes, axes } = await pool.parseNumbers(Buffer.from('[[1, 2.5], [-3, 0]]'), 'float32');
    expect([...floatsOf(bytes)]).toEqual([1, 2.5, -3, 0]);
    expect(axes).toEqual([2, 2]);
    await expect(pool.parseNumbers(Buffer.from('[1, "x"]'), 'float32')).rejects.toMatchObject({
      code: 'validation_failed',
    });
  });

  it('refuses a tensor of another size', async () => {
    await expect(pool.infer(new Uint8Array(5))).rejects.toMatchObject({ code: 'validation_failed' });
    await expect(
      pool.prepare({ bytes: Buffer.from('no picture'), encoding: 'binary' }, pool.model.preprocessing),
    ).rejects.toMatchObject({ code: 'unsupported_image_format' });
  });

  it('drops what nobody waits for any more', async () => {
    const gone = new AbortController();
    const work = pool.prepare(PICTURE, pool.model.preprocessing, {
      expiresAt: Infinity,
      signal: gone.signal,
    });
    const others = Array.from({ length: 8 }, () =>
      pool.infer(new Uint8Array(3 * 224 * 224 * 4), { expiresAt: Infinity, signal: gone.signal }),
    );
    await sleep(0);
    gone.abort(new Error('gone'));
    const ends = await Promise.allSettled([work, ...others]);
    expect(ends.filter(({ status }) => status === 'rejected').length).toBeGreaterThan(0);
    await expect(pool.classify(PICTURE)).resolves.toBeDefined();
  });
});
