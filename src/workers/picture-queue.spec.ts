import { performance } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from '@jest/globals';
import type { SizeClass } from '../config/size-class.js';
import type { PendingJob } from './pending-job.js';
import { PictureQueue } from './picture-queue.js';
import { ServiceTimes } from './service-times.js';
import { ANY_FORM } from './task.js';

const NOBODY = { small: 0, large: 0 };

interface Wish {
  sizeClass?: SizeClass;
  expiresAt?: number;
  signal?: AbortSignal;
  givesWay?: boolean;
}

/** A queue in which small pictures take 2 ms and large ones 40. */
function open() {
  const times = new ServiceTimes();
  for (let i = 0; i < 16; i++) {
    times.record('small', 2);
    times.record('large', 40);
  }
  const queue = new PictureQueue(times);
  const rejected: [string, Error][] = [];
  const names = new Map<PendingJob, string>();
  const job = (
    name: string,
    { sizeClass, expiresAt = Infinity, signal, givesWay }: Wish = {},
  ): PendingJob => {
    const made: PendingJob = {
      action: 'classify',
      picture: { bytes: new Uint8Array(), encoding: 'binary' },
      form: ANY_FORM,
      sizeClass: sizeClass ?? 'small',
      expiresAt,
      signal,
      givesWay,
      resolve: () => undefined,
      reject: (error) => rejected.push([name, error]),
    };
    names.set(made, name);
    return made;
  };
  const take = (count: number) => Array.from({ length: count }, () => names.get(queue.shift()!));
  return { queue, job, take, rejected };
}

describe('PictureQueue', () => {
  it('serves pictures of a class in the order in which they come', () => {
    const { queue, job, take } = open();
    for (const name of ['a', 'b', 'c']) queue.push(job(name));
    expect(queue.length).toBe(3);
    expect(take(4)).toEqual(['a', 'b', 'c', undefined]);
    expect(queue.length).toBe(0);
  });

  it('gives small and large pictures the same time while both wait', () => {
    const { queue, job, take } = open();
    for (let i = 0; i < 10; i++) queue.push(job('L', { sizeClass: 'large' }));
    for (let i = 0; i < 100; i++) queue.push(job('s'));
    const order = take(66).join('');
    // One large picture takes as long as twenty small ones.
    expect(order).toMatch(/^s{1,2}(Ls{19,21}){3}/);
  });

  it('gives no credit for the time in which nobody waited', () => {
    const { queue, job, take } = open();
    for (let i = 0; i < 50; i++) queue.push(job('L', { sizeClass: 'large' }));
    take(40);
    for (let i = 0; i < 100; i++) queue.push(job('s'));
    // 1600 ms of large pictures do not entitle the small ones to as much.
    expect(take(42).filter((name) => name === 'L').length).toBeGreaterThanOrEqual(2);
  });

  it('puts back what was not begun before all others, in its order', () => {
    const { queue, job, take } = open();
    queue.push(job('c'));
    queue.putBack([job('a'), job('b')]);
    expect(take(3)).toEqual(['a', 'b', 'c']);
  });

  it('does not put back what is not wanted any more', () => {
    const { queue, job, take, rejected } = open();
    const reason = new Error('gone');
    queue.putBack([job('gone', { signal: AbortSignal.abort(reason) }), job('here')]);
    expect(rejected).toEqual([['gone', reason]]);
    expect(take(2)).toEqual(['here', undefined]);
  });

  it('says how much work comes before a newcomer', () => {
    const { queue, job } = open();
    expect(queue.workAhead('small', NOBODY)).toBe(0);
    for (let i = 0; i < 10; i++) queue.push(job('L', { sizeClass: 'large' }));
    // The lane of small pictures is empty: its next one is served at once.
    expect(queue.workAhead('small', NOBODY)).toBe(0);
    expect(queue.workAhead('large', NOBODY)).toBe(400);
    expect(queue.workAhead('large', { small: 0, large: 5 })).toBe(600);
    for (let i = 0; i < 20; i++) queue.push(job('s'));
    expect(queue.workAhead('small', NOBODY)).toBe(80);
    expect(queue.workAhead('large', NOBODY)).toBe(440);
  });

  it('lets go of who waits longer than its deadline', async () => {
    const { queue, job, take, rejected } = open();
    queue.push(job('late', { expiresAt: performance.now() + 50 }));
    queue.push(job('patient'));
    expect(rejected).toEqual([]);
    await sleep(80);
    expect(rejected).toEqual([['late', expect.objectContaining({ code: 'deadline_exceeded' })]]);
    expect(take(2)).toEqual(['patient', undefined]);
  });

  it('lets go of who is not wanted any more', () => {
    const { queue, job, take, rejected } = open();
    const client = new AbortController();
    queue.push(job('gone', { signal: client.signal }));
    queue.push(job('here'));
    const reason = new Error('gone');
    client.abort(reason);
    expect(rejected).toEqual([['gone', reason]]);
    expect(queue.length).toBe(1);
    expect(take(2)).toEqual(['here', undefined]);
  });

  it('leaves alone who has left the queue', async () => {
    const { queue, job, rejected } = open();
    const client = new AbortController();
    queue.push(job('served', { signal: client.signal, expiresAt: performance.now() + 50 }));
    queue.shift();
    client.abort(new Error('gone'));
    await sleep(80);
    expect(rejected).toEqual([]);
  });

  describe('what gives way', () => {
    const givesWay = true;

    it('has its turn when nobody else waits, whoever came first', () => {
      const { queue, job, take } = open();
      for (const name of ['p', 'q']) queue.push(job(name, { givesWay }));
      queue.push(job('L', { sizeClass: 'large' }));
      queue.push(job('s'));
      expect(take(2).sort()).toEqual(['L', 's']);
      expect(take(1)).toEqual(['p']);
      queue.push(job('s'));
      expect(take(3)).toEqual(['s', 'q', undefined]);
    });

    it('takes the place of nobody, and is no work ahead of anybody', () => {
      const { queue, job } = open();
      for (let i = 0; i < 5; i++) queue.push(job('p', { givesWay }));
      expect(queue.length).toBe(0);
      expect(queue.workAhead('small', NOBODY)).toBe(0);
      expect(queue.hasNobodyBefore(job('s'))).toBe(true);
      expect(queue.hasNobodyBefore(job('p', { givesWay }))).toBe(false);
      queue.push(job('s'));
      expect(queue.hasNobodyBefore(job('s'))).toBe(false);
    });

    it('costs the others no time of theirs', () => {
      const { queue, job, take } = open();
      for (let i = 0; i < 100; i++) queue.push(job('p', { givesWay }));
      take(100);
      for (let i = 0; i < 10; i++) queue.push(job('L', { sizeClass: 'large' }));
      for (let i = 0; i < 100; i++) queue.push(job('s'));
      expect(take(66).join('')).toMatch(/^s{1,2}(Ls{19,21}){3}/);
    });

    it('leaves when its deadline passes or nobody wants it any more', async () => {
      const { queue, job, take, rejected } = open();
      const gone = new AbortController();
      queue.push(job('late', { givesWay, expiresAt: performance.now() + 20 }));
      queue.push(job('gone', { givesWay, signal: gone.signal }));
      gone.abort(new Error('gone'));
      await sleep(50);
      expect(rejected.map(([name]) => name)).toEqual(['gone', 'late']);
      expect(take(1)).toEqual([undefined]);
    });

    it('goes back to where it came from', () => {
      const { queue, job, take } = open();
      queue.push(job('s'));
      queue.putBack([job('p', { givesWay })]);
      expect(take(2)).toEqual(['s', 'p']);
    });
  });
});
