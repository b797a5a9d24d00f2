import { setImmediate as turn } from 'node:timers/promises';
import { describe, expect, it } from '@jest/globals';
import { asCompleted } from './as-completed.js';

/** Work that ends when it is told to. */
function manual() {
  const begun: number[] = [];
  const ends = new Map<number, { resolve: (result: string) => void; reject: (error: Error) => void }>();
  const work = (item: number) =>
    new Promise<string>((resolve, reject) => {
      begun.push(item);
      ends.set(item, { resolve, reject });
    });
  const end = (item: number) => {
    ends.get(item)!.resolve(`done ${item}`);
  };
  const fail = (item: number) => {
    ends.get(item)!.reject(new Error(`failed ${item}`));
  };
  return { begun, work, end, fail };
}

const ITEMS = [0, 1, 2, 3, 4];

describe('asCompleted', () => {
  it('gives results as they come, and begins no more than so many at a time', async () => {
    const { begun, work, end } = manual();
    const results = asCompleted(ITEMS, work, { jobs: 2, signal: undefined });
    const first = results.next();
    await turn();
    expect(begun).toEqual([0, 1]);
    end(1);
    expect(await first).toEqual({ value: 'done 1', done: false });
    // Nobody has asked for another.
    await turn();
    expect(begun).toEqual([0, 1]);
    const second = results.next();
    await turn();
    expect(begun).toEqual([0, 1, 2]);
    end(2);
    expect((await second).value).toBe('done 2');
    const others: string[] = [];
    const reading = (async () => {
      for await (const result of results) others.push(result);
    })();
    for (const item of [3, 4, 0]) {
      await turn();
      end(item);
    }
    await reading;
    expect(others).toEqual(['done 3', 'done 4', 'done 0']);
  });

  it('gives nothing for nothing', async () => {
    const results = asCompleted([], manual().work, { jobs: 2, signal: undefined });
    expect(await results.next()).toEqual({ value: undefined, done: true });
  });

  it('begins nothing more once it is aborted, and ends when what was begun has ended', async () => {
    const { begun, work, end } = manual();
    const controller = new AbortController();
    const results = asCompleted(ITEMS, work, { jobs: 2, signal: controller.signal });
    const first = results.next();
    await turn();
    end(0);
    await first;
    controller.abort(new Error('gone'));
    let hasEnded = false;
    const second = results.next().finally(() => (hasEnded = true));
    second.catch(() => undefined);
    await turn();
    expect(hasEnded).toBe(false);
    end(1);
    await expect(second).rejects.toThrow('gone');
    expect(begun).toEqual([0, 1]);
  });

  it('waits for what was begun where one fails, and where the reader leaves', async () => {
    for (const leave of [false, true]) {
      const { work, end, fail } = manual();
      const results = asCompleted(ITEMS, work, { jobs: 3, signal: undefined });
      const first = results.next();
      first.catch(() => undefined);
      await turn();
      if (leave) {
        end(0);
        await first;
      } else fail(0);
      let hasEnded = false;
      const ending = (leave ? results.return() : first).finally(() => (hasEnded = true));
      ending.catch(() => undefined);
      end(1);
      await turn();
      expect(hasEnded).toBe(false);
      end(2);
      if (leave) await ending;
      else await expect(ending).rejects.toThrow('failed 0');
    }
  });
});
