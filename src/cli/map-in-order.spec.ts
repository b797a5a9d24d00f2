import { setImmediate as turn, setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from '@jest/globals';
import { mapInOrder } from './map-in-order.js';

async function* count(to: number, onRead: (i: number) => void = () => undefined): AsyncGenerator<number> {
  for (let i = 0; i < to; i++) {
    await turn();
    onRead(i);
    yield i;
  }
}

async function all<T>(results: AsyncIterable<T>): Promise<T[]> {
  const list: T[] = [];
  for await (const result of results) list.push(result);
  return list;
}

const never = new AbortController().signal;

describe('mapInOrder', () => {
  it('gives the results in the order of the items, whichever is done first', async () => {
    const work = async (i: number) => {
      await sleep((i * 7) % 11);
      return i * 10;
    };
    const results = await all(mapInOrder(count(50), work, { jobs: 4, signal: never }));
    expect(results).toEqual(Array.from({ length: 50 }, (_, i) => i * 10));
  });

  it.each([1, 3])('works on %d at a time, no more and no fewer', async (jobs) => {
    let running = 0;
    let most = 0;
    const work = async () => {
      most = Math.max(most, ++running);
      await sleep(5);
      running--;
    };
    await all(mapInOrder(count(20), work, { jobs, signal: never }));
    expect(most).toBe(jobs);
  });

  it('reads no further ahead than its window, where one item holds back the rest', async () => {
    let read = 0;
    let release = (): void => undefined;
    const first = new Promise<void>((resolve) => (release = resolve));
    const work = (i: number) => (i === 0 ? first : Promise.resolve());
    const results = all(
      mapInOrder(
        count(1000, (i) => (read = i)),
        work,
        { jobs: 2, signal: never },
      ),
    );
    await sleep(100);
    expect(read).toBeLessThan(2 * 8);
    release();
    expect(await results).toHaveLength(1000);
  });

  it('passes on what is done while the source lets wait', async () => {
    const slow = async function* () {
      yield 1;
      await new Promise(() => undefined);
      yield 2;
    };
    const results = mapInOrder(slow(), (i) => Promise.resolve(i), { jobs: 2, signal: never });
    expect(await results.next()).toEqual({ done: false, value: 1 });
  });

  it('ends at once when it is aborted, whatever is under way', async () => {
    const controller = new AbortController();
    const stuck = () => new Promise<never>(() => undefined);
    const results = all(mapInOrder(count(10), stuck, { jobs: 2, signal: controller.signal }));
    await sleep(20);
    controller.abort();
    expect(await results).toEqual([]);
  });

  it('throws what the source or the work throws', async () => {
    const broken = async function* () {
      await turn();
      yield 1;
      throw new Error('the list broke off');
    };
    const echo = (i: number) => Promise.resolve(i);
    await expect(all(mapInOrder(broken(), echo, { jobs: 2, signal: never }))).rejects.toThrow('broke off');
    const fail = () => Promise.reject(new Error('no'));
    await expect(all(mapInOrder(count(5), fail, { jobs: 2, signal: never }))).rejects.toThrow('no');
  });
});
