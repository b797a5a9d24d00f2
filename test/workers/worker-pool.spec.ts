import { afterEach, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { Logger } from '@nestjs/common';
import type { WorkerPool } from '../../src/workers/worker-pool.js';
import { openPool, orderOf, type Obeyed } from '../support/obedient-pool.js';
import { until } from '../support/until.js';

let pool: WorkerPool;

async function startPool(workers: number): Promise<void> {
  pool = await openPool({ WORKERS: String(workers) });
}

const order = (text: string): Promise<Obeyed> => orderOf(pool, text);

describe('WorkerPool', () => {
  const error = jest.spyOn(Logger.prototype, 'error').mockReturnValue();
  beforeAll(() => {
    jest.spyOn(Logger.prototype, 'log').mockReturnValue();
  });
  afterEach(async () => {
    await pool.onApplicationShutdown();
    error.mockClear();
  });

  it('hands pictures of any size to processes of its own and gives back their answers', async () => {
    await startPool(2);
    expect(pool.model.labels).toEqual(['pid', 'count']);
    for (const length of [0, 1, 70_000, 5_000_000]) {
      const { scores, timings } = await pool.classify({
        bytes: Buffer.alloc(length, 120),
        encoding: 'binary',
      });
      expect(timings).toEqual({ queue: expect.any(Number) as unknown as number, decode: length });
      expect(pool.processIds).toContain(scores[0]!.confidence);
    }
  });

  it('uses all workers at once, and the event loop stays free meanwhile', async () => {
    await startPool(3);
    let ticks = 0;
    const ticking = setInterval(() => ticks++, 10);
    const answers = await Promise.all([order('wait 300'), order('wait 300'), order('wait 300')]);
    clearInterval(ticking);
    expect(new Set(answers.map(({ pid }) => pid)).size).toBe(3);
    expect(ticks).toBeGreaterThan(5);
  });

  it('serves callers in the order in which they come', async () => {
    await startPool(1);
    const done: number[] = [];
    await Promise.all(
      Array.from({ length: 40 }, async (_, i) => {
        const { count } = await order('wait 1');
        expect(count).toBe(i);
        done.push(i);
      }),
    );
    expect(done).toEqual(Array.from({ length: 40 }, (_, i) => i));
  });

  it('lets no caller starve while eight keep it busy', async () => {
    await startPool(2);
    const served = new Array<number>(8).fill(0);
    const end = Date.now() + 500;
    await Promise.all(
      served.map(async (_, caller) => {
        while (Date.now() < end) {
          await order('wait 2');
          served[caller]!++;
        }
      }),
    );
    expect(Math.min(...served)).toBeGreaterThan(Math.max(...served) / 2);
  });

  it('passes on problems with their code, and failures as they are', async () => {
    await startPool(1);
    await expect(order('refuse')).rejects.toMatchObject({ code: 'image_corrupt', message: 'it is damaged' });
    await expect(order('fail')).rejects.toMatchObject({ message: 'it failed', stack: 'at worker' });
    await order('go on');
  });

  it('loses only the picture that a dying worker was at, and starts another worker', async () => {
    await startPool(1);
    const [before] = pool.processIds;
    const crash = order('crash');
    const behind = Array.from({ length: 5 }, () => order('after the crash'));
    await expect(crash).rejects.toMatchObject({ code: 'worker_crashed' });
    const counts = await Promise.all(behind);
    expect(counts.map(({ count }) => count)).toEqual([0, 1, 2, 3, 4]);
    expect(counts[0]!.pid).not.toBe(before);
    expect(error).toHaveBeenCalledWith(expect.stringMatching(/^Worker \d+ ended \(SIGKILL\)/));
  });

  it('keeps answering while workers are killed from outside', async () => {
    await startPool(2);
    let killed = 0;
    let asked = 0;
    const killing = setInterval(() => {
      const [pid] = pool.processIds;
      if (pid === undefined) return;
      process.kill(pid, 'SIGKILL');
      killed++;
    }, 150);
    const end = Date.now() + 900;
    const outcomes = { answered: 0, crashed: 0 };
    await Promise.all(
      Array.from({ length: 8 }, async () => {
        while (Date.now() < end) {
          try {
            // Each another picture: the same one, with two workers killed over it, would be convicted.
            await order(`wait 3${' '.repeat(++asked)}`);
            outcomes.answered++;
          } catch (failure) {
            expect(failure).toMatchObject({ code: 'worker_crashed' });
            outcomes.crashed++;
          }
        }
      }),
    );
    clearInterval(killing);
    expect(outcomes.answered).toBeGreaterThan(20);
    expect(killed).toBeGreaterThan(1);
    expect(outcomes.crashed).toBeLessThanOrEqual(killed);
  });

  it('is ready again once the dead are replaced, and was not meanwhile', async () => {
    await startPool(1);
    process.kill(pool.processIds[0]!, 'SIGKILL');
    await until(() => !pool.isReady);
    await until(() => pool.isReady);
    await order('go on');
  });

  it('does not start where a worker cannot, and says what the worker says', async () => {
    process.env.NOT_FIT = 'config.json: expected labels, found none';
    const starting = startPool(2).finally(() => delete process.env.NOT_FIT);
    await expect(starting).rejects.toMatchObject({
      name: 'ModelError',
      message: 'config.json: expected labels, found none',
    });
  });

  it('leaves no process behind', async () => {
    await startPool(2);
    const { processIds } = pool;
    await pool.onApplicationShutdown();
    for (const pid of processIds) expect(() => process.kill(pid, 0)).toThrow('ESRCH');
    expect(error).not.toHaveBeenCalled();
  });
});
