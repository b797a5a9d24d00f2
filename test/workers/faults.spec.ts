import { afterEach, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { Logger } from '@nestjs/common';
import { ServiceTimes } from '../../src/workers/service-times.js';
import { Suspects } from '../../src/workers/suspects.js';
import type { WorkerPool } from '../../src/workers/worker-pool.js';
import { openPool, orderOf } from '../support/obedient-pool.js';
import { until } from '../support/until.js';

let pool: WorkerPool;
const order = (text: string) => orderOf(pool, text);

describe('a worker that fails', () => {
  const error = jest.spyOn(Logger.prototype, 'error').mockReturnValue();
  beforeAll(() => {
    jest.spyOn(Logger.prototype, 'log').mockReturnValue();
  });
  afterEach(async () => {
    await pool.onApplicationShutdown();
    error.mockClear();
  });

  it.each(['crash', 'segfault', 'abort'])('by "%s" takes only its own picture with it', async (fault) => {
    pool = await openPool({ WORKERS: '1' });
    const failing = order(fault);
    const behind = Array.from({ length: 10 }, () => order('go on'));
    await expect(failing).rejects.toMatchObject({ code: 'worker_crashed' });
    expect((await Promise.all(behind)).map(({ count }) => count)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
  });

  it('by hanging is killed after DECODE_TIMEOUT_MS, and takes only its own picture with it', async () => {
    pool = await openPool({ WORKERS: '2', DECODE_TIMEOUT_MS: '300' });
    const hanging = order('hang');
    const behind = Array.from({ length: 20 }, () => order('wait 20'));
    await expect(hanging).rejects.toMatchObject({ code: 'worker_hung' });
    await Promise.all(behind);
    expect(error).toHaveBeenCalledWith(expect.stringMatching(/^Worker \d+ was killed, because it hung/));
    await until(() => pool.processIds.length === 2);
  });

  it('by hanging does not keep what was at hand behind it, which is answered long before it is killed', async () => {
    pool = await openPool({ WORKERS: '2', DECODE_TIMEOUT_MS: '5000' });
    for (let i = 0; i < 16; i++) await order('wait 5');
    let isKilled = false;
    const hanging = order('hang').catch((failure: unknown) => {
      isKilled = true;
      return failure;
    });
    await Promise.all(Array.from({ length: 20 }, () => order('wait 5')));
    expect(isKilled).toBe(false);
    expect(await hanging).toMatchObject({ code: 'worker_hung' });
    await until(() => pool.processIds.length === 2);
    await order('go on');
  });

  it('by being stopped from outside is killed as well', async () => {
    pool = await openPool({ WORKERS: '1', DECODE_TIMEOUT_MS: '300' });
    process.kill(pool.processIds[0]!, 'SIGSTOP');
    await expect(order('go on')).rejects.toMatchObject({ code: 'worker_hung' });
    await order('go on');
  });

  it('is not taken for hung while pictures follow one another', async () => {
    pool = await openPool({ WORKERS: '1', DECODE_TIMEOUT_MS: '300' });
    const [before] = pool.processIds;
    await Promise.all(Array.from({ length: 20 }, () => order('wait 40')));
    expect(pool.processIds).toEqual([before]);
  });

  it('is not taken for hung while it has nothing to do', async () => {
    pool = await openPool({ WORKERS: '1', DECODE_TIMEOUT_MS: '100' });
    const [before] = pool.processIds;
    await order('go on');
    await new Promise((resolve) => setTimeout(resolve, 300));
    await order('go on');
    expect(pool.processIds).toEqual([before]);
  });

  it('over the same picture twice has that picture refused from then on', async () => {
    pool = await openPool({ WORKERS: '1' });
    await expect(order('segfault')).rejects.toMatchObject({ code: 'worker_crashed' });
    await expect(order('segfault')).rejects.toMatchObject({ code: 'worker_crashed' });
    await until(() => pool.processIds.length === 1);
    const [survivor] = pool.processIds;
    for (let i = 0; i < 3; i++) {
      await expect(order('segfault')).rejects.toMatchObject({ code: 'image_quarantined' });
    }
    await order('segfall'); // Of the same length.
    expect(pool.processIds).toEqual([survivor]);
  });

  it('from outside, again and again, convicts no picture that is answered in between', async () => {
    pool = await openPool({ WORKERS: '1' });
    for (let i = 0; i < 3; i++) {
      const answer = order('wait 200');
      process.kill(pool.processIds[0]!, 'SIGKILL');
      await expect(answer).rejects.toMatchObject({ code: 'worker_crashed' });
      await order('wait 200');
    }
  });

  it('learns nothing from a picture that was taken back and given out again', async () => {
    pool = await openPool({ WORKERS: '1' });
    for (let i = 0; i < 16; i++) await order('wait 5');
    const suspect = order('wait 60');
    process.kill(pool.processIds[0]!, 'SIGKILL');
    await expect(suspect).rejects.toMatchObject({ code: 'worker_crashed' });
    await until(() => pool.processIds.length === 1);
    const record = jest.spyOn(ServiceTimes.prototype, 'record');
    const acquit = jest.spyOn(Suspects.prototype, 'acquit');
    try {
      // The second waits behind the first, which takes unduly long, and the worker works on it before it has it back.
      const { count } = (await Promise.all([order('wait 1500'), order('wait 60')]))[1];
      expect(count).toBe(2);
      expect(record).toHaveBeenCalledTimes(2);
      expect(acquit).toHaveBeenCalledTimes(1);
    } finally {
      record.mockRestore();
      acquit.mockRestore();
    }
  });

  it('again and again is replaced later and later, which the log and the condition say', async () => {
    pool = await openPool({ WORKERS: '1' });
    for (const fault of ['crash', 'segfault', 'abort', 'crash']) await order(fault).catch(() => undefined);
    expect(pool.condition).toEqual({
      live: 0,
      wanted: 1,
      ended_in_a_row: 4,
      next_start_in_ms: expect.any(Number),
    });
    expect(pool.condition.next_start_in_ms).toBeGreaterThan(200);
    expect(error).toHaveBeenLastCalledWith(
      expect.stringMatching(/that makes 4 in a row: a crash loop; starting another in 400 ms$/),
    );
  });
});
