import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from '@jest/globals';
import { sideBySide } from './side-by-side.js';

describe('sideBySide', () => {
  it('works on so many at a time and no more, and gives the results in order', async () => {
    let running = 0;
    let most = 0;
    const results = await sideBySide([5, 1, 4, 2, 3], 2, async (item, index) => {
      most = Math.max(most, ++running);
      await sleep(item);
      running--;
      return [item, index];
    });
    expect(results).toEqual([
      [5, 0],
      [1, 1],
      [4, 2],
      [2, 3],
      [3, 4],
    ]);
    expect(most).toBe(2);
  });

  it('begins nothing after a failure, and throws it when nothing is under way any more', async () => {
    const log: string[] = [];
    const all = sideBySide([1, 2, 3, 4], 2, async (item) => {
      log.push(`begin ${item}`);
      await sleep(item === 1 ? 1 : 20);
      log.push(`end ${item}`);
      if (item === 1) throw new Error('the first');
    });
    await expect(all).rejects.toThrow('the first');
    expect(log).toEqual(['begin 1', 'begin 2', 'end 1', 'end 2']);
  });

  it('has nothing to do for no items', async () => {
    expect(await sideBySide([], 2, () => Promise.reject(new Error('not asked for')))).toEqual([]);
  });
});
