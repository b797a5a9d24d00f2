import { performance } from 'node:perf_hooks';
import { afterEach, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { Logger } from '@nestjs/common';
import type { WorkerPool } from '../../src/workers/worker-pool.js';
import { openPool, orderOf, type Obeyed } from '../support/obedient-pool.js';

let pool: WorkerPool;
const order = (text: string) => orderOf(pool, text);
/** An order that lets all others go first. */
const piece = (text: string): Promise<Obeyed> =>
  orderOf(pool, text, { expiresAt: Infinity, signal: new AbortController().signal, givesWay: true });
const pieces = (count: number, milliseconds: number) =>
  Array.from({ length: count }, () => piece(`wait ${milliseconds}`));

describe('work that gives way', () => {
  beforeAll(() => {
    jest.spyOn(Logger.prototype, 'log').mockReturnValue();
  });
  afterEach(() => pool.onApplicationShutdown());

  it('is overtaken by every ordinary picture, but for the piece that is under way', async () => {
    pool = await openPool({ WORKERS: '1' });
    const waiting = pieces(6, 20);
    const ordinary = await Promise.all(Array.from({ length: 5 }, () => order('wait 1')));
    // Of the pieces one was under way when the first picture came.
    expect(ordinary.map(({ count }) => count)).toEqual([1, 2, 3, 4, 5]);
    const counts = (await Promise.all(waiting)).map(({ count }) => count);
    expect(counts).toEqual([0, 6, 7, 8, 9, 10]);
  });

  it('leaves one of several workers free for whoever comes next', async () => {
    pool = await openPool({ WORKERS: '2' });
    const waiting = pieces(4, 100);
    expect(pool.jobs).toBe(1);
    const { pid: free } = await order('wait 1');
    const pids = new Set((await Promise.all(waiting)).map(({ pid }) => pid));
    expect(pids.size).toBe(1);
    expect([...pids]).not.toContain(free);
  });

  it('takes no place in the queue, and is never refused for want of one', async () => {
    pool = await openPool({ WORKERS: '1', QUEUE_MAX: '1' });
    const waiting = pieces(8, 5);
    expect(pool.queueLength).toBe(0);
    // One goes to the worker, behind the piece, and one waits.
    const ordinary = [order('wait 5'), order('wait 5')];
    await expect(order('one too many')).rejects.toMatchObject({ code: 'overloaded' });
    const late = piece('wait 1');
    await Promise.all([...waiting, ...ordinary, late]);
  });

  it('teaches the pool nothing of how long pictures take', async () => {
    pool = await openPool({ WORKERS: '1' });
    for (let i = 0; i < 16; i++) await order('wait 50');
    await Promise.all(pieces(60, 1));
    const running = Array.from({ length: 12 }, () => order('wait 50'));
    const refused = pool.refusal(1000, performance.now() + 100);
    const { queue } = (refused as unknown as { members: { queue: Record<string, number> } }).members;
    expect(queue.service_time_ms).toBeGreaterThan(45);
    await Promise.all(running);
  });

  it('goes on in another worker when its own ends over an ordinary picture', async () => {
    jest.spyOn(Logger.prototype, 'error').mockReturnValue();
    pool = await openPool({ WORKERS: '1' });
    const crash = order('crash');
    const waiting = pieces(3, 1);
    await expect(crash).rejects.toMatchObject({ code: 'worker_crashed' });
    expect((await Promise.all(waiting)).map(({ count }) => count)).toEqual([0, 1, 2]);
  });
});
