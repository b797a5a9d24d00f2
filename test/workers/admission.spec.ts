import { performance } from 'node:perf_hooks';
import { afterEach, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { Logger } from '@nestjs/common';
import type { WorkerPool } from '../../src/workers/worker-pool.js';
import { openPool, orderOf, type Obeyed } from '../support/obedient-pool.js';

let pool: WorkerPool;
const NEVER = new AbortController().signal;
const order = (text: string) => orderOf(pool, text);
const within = (milliseconds: number, signal = NEVER) => ({
  expiresAt: performance.now() + milliseconds,
  signal,
});
/** Asks for room for a small picture that must be answered so soon. */
const refusal = (milliseconds: number, before = { small: 0, large: 0 }) =>
  pool.refusal(1000, performance.now() + milliseconds, before);

/** So long a picture takes, as far as the pool knows from then on. */
async function learn(milliseconds: number): Promise<void> {
  for (let i = 0; i < 16; i++) await order(`wait ${milliseconds}`);
}

/** Starts pictures that take so long, and does not wait for them. */
function occupy(count: number, milliseconds: number): Promise<Obeyed>[] {
  return Array.from({ length: count }, () => order(`wait ${milliseconds}`));
}

describe('admission by the pool', () => {
  beforeAll(() => {
    jest.spyOn(Logger.prototype, 'log').mockReturnValue();
    jest.spyOn(Logger.prototype, 'error').mockReturnValue();
  });
  afterEach(() => pool.onApplicationShutdown());

  it('refuses what would wait longer than its deadline, with figures and the time to come again', async () => {
    pool = await openPool({ WORKERS: '1' });
    await learn(100);
    const running = occupy(22, 100);
    expect(refusal(10_000)).toBeUndefined();
    const refused = refusal(1000);
    expect(refused).toMatchObject({
      code: 'overloaded',
      headers: { 'Retry-After': '3' },
      members: { queue: { length: 20, max: 256, workers: 1 } },
    });
    const { queue } = (refused as unknown as { members: { queue: Record<string, number> } }).members;
    expect(queue.expected_wait_ms).toBeGreaterThan(2000);
    expect(queue.expected_wait_ms).toBeLessThan(3000);
    expect(queue.service_time_ms).toBeGreaterThan(95);
    await Promise.all(running);
    expect(refusal(200)).toBeUndefined();
  });

  it('counts those that have come before and are not in the queue yet', async () => {
    pool = await openPool({ WORKERS: '1' });
    await learn(100);
    const running = occupy(1, 100);
    expect(refusal(1000)).toBeUndefined();
    expect(refusal(1000, { small: 20, large: 0 })).toMatchObject({ code: 'overloaded' });
    await Promise.all(running);
  });

  it('lets anybody try where a worker is idle, however short the deadline', async () => {
    pool = await openPool({ WORKERS: '1' });
    await learn(100);
    expect(refusal(1)).toBeUndefined();
  });

  it('holds at most QUEUE_MAX pictures that wait', async () => {
    pool = await openPool({ WORKERS: '1', QUEUE_MAX: '3' });
    const outcomes = await Promise.allSettled(occupy(7, 30));
    // One is under way, one at hand, three wait.
    expect(outcomes.map(({ status }) => status)).toEqual([
      ...new Array<string>(5).fill('fulfilled'),
      ...new Array<string>(2).fill('rejected'),
    ]);
    expect(outcomes.at(-1)).toMatchObject({
      reason: {
        code: 'overloaded',
        message: expect.stringContaining('all 3 places (QUEUE_MAX) are taken') as unknown,
      },
    });
  });

  it('gives up a picture whose deadline passes while it waits, and does not work on it', async () => {
    pool = await openPool({ WORKERS: '1' });
    const running = occupy(2, 150);
    await expect(orderOf(pool, 'late', within(50))).rejects.toMatchObject({ code: 'deadline_exceeded' });
    await Promise.all(running);
    expect((await order('next')).count).toBe(2);
  });

  it('does not hand over what the worker could not answer in time', async () => {
    pool = await openPool({ WORKERS: '1' });
    await learn(100);
    const running = order('wait 100');
    // There is a place at hand, but the picture before it takes longer.
    await expect(orderOf(pool, 'late', within(60))).rejects.toMatchObject({ code: 'deadline_exceeded' });
    await running;
    expect((await order('next')).count).toBe(17);
  });

  it('forgets a picture whose client has gone, and does not work on it', async () => {
    pool = await openPool({ WORKERS: '1', QUEUE_MAX: '1' });
    const running = occupy(2, 150);
    const client = new AbortController();
    const waiting = orderOf(pool, 'unwanted', within(5000, client.signal));
    const gone = new Error('gone');
    client.abort(gone);
    await expect(waiting).rejects.toBe(gone);
    // Its place is free.
    const { count } = await order('next');
    expect(count).toBe(2);
    await Promise.all(running);
  });

  /** Of a class that is kept apart from small ones. */
  const large = (milliseconds: number) => orderOf(pool, `wait ${milliseconds}`.padEnd(300_000, ' '));

  it('does not have small pictures wait for all of the large ones', async () => {
    pool = await openPool({ WORKERS: '1' });
    const done: string[] = [];
    const waiting = [
      ...Array.from({ length: 12 }, () => large(40).then(() => done.push('large'))),
      ...Array.from({ length: 5 }, () => order('wait 2').then(() => done.push('small'))),
    ];
    await Promise.all(waiting);
    expect(done.indexOf('small')).toBeLessThan(4);
    expect(done.lastIndexOf('small')).toBeLessThan(12);
  });

  it('does not hand a small picture to a worker that is at a large one, while another is about to be free', async () => {
    pool = await openPool({ WORKERS: '2' });
    const slow = large(1500);
    const quick = order('wait 50');
    const small = order('wait 1');
    expect(await Promise.race([slow.then(() => 'large'), small.then(() => 'small')])).toBe('small');
    await Promise.all([slow, quick]);
  });

  it('lets a picture wait for another worker that the one which has room could not answer in time', async () => {
    pool = await openPool({ WORKERS: '1' });
    await learn(20);
    for (let i = 0; i < 16; i++) await large(200);
    const running = order('wait 20');
    await large(1).then(() => undefined);
    await running;
    const before = order('wait 20');
    const { signal } = new AbortController();
    await orderOf(pool, 'wait 1'.padEnd(300_000, ' '), { expiresAt: performance.now() + 350, signal });
    await before;
  });

  it('refuses where no worker lives and none will in time', async () => {
    pool = await openPool({ WORKERS: '1' });
    for (const fault of ['crash', 'segfault', 'abort', 'crash']) await order(fault).catch(() => undefined);
    expect(pool.condition.live).toBe(0);
    expect(refusal(50)).toMatchObject({ code: 'not_ready', headers: { 'Retry-After': '1' } });
    expect(refusal(10_000)).toBeUndefined();
  });
});
