import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { aContract } from '../../test/support/upstream-contract.js';
import { add, recordedBatches, turn } from '../../test/support/recorded-batches.js';

describe('Batcher', () => {
  const { calls, batcher, numbersOf } = recordedBatches();

  beforeEach(() => {
    calls.length = 0;
    jest.useFakeTimers();
  });
  afterEach(() => {
    jest.useRealTimers();
  });

  it('sends a picture at once while a call is free', async () => {
    const answer = add(batcher(), 7);
    expect(numbersOf()).toEqual([[7]]);
    calls[0]!.answer();
    expect(await answer).toBe(7);
  });

  it('joins what comes while all calls are under way, and gives each its own row', async () => {
    const one = batcher({ size: 3 });
    const answers = [1, 2, 3, 4, 5].map((number) => add(one, number));
    calls[0]!.answer();
    await turn();
    calls[1]!.answer();
    await turn();
    calls[2]!.answer();
    expect(await Promise.all(answers)).toEqual([1, 2, 3, 4, 5]);
    expect(numbersOf()).toEqual([[1], [2, 3, 4], [5]]);
  });

  it('makes as many calls at a time as it may', () => {
    const two = batcher({ calls: 2, size: 1 });
    for (const number of [1, 2, 3]) void add(two, number);
    expect(numbersOf()).toEqual([[1], [2]]);
  });

  it('waits for others for BATCH_MAX_DELAY_MS, and not when the batch is full', async () => {
    const slow = batcher({ size: 3, delayMs: 5, calls: 9 });
    void add(slow, 1);
    await jest.advanceTimersByTimeAsync(4);
    void add(slow, 2);
    expect(calls).toEqual([]);
    await jest.advanceTimersByTimeAsync(2);
    expect(numbersOf()).toEqual([[1, 2]]);
    for (const number of [3, 4, 5]) void add(slow, number);
    expect(numbersOf()).toEqual([
      [1, 2],
      [3, 4, 5],
    ]);
  });

  it('makes no batches for a model that takes one picture, and does not wait for any', () => {
    const slow = batcher({ delayMs: 5, calls: 9 });
    const single = aContract({ takesBatches: false });
    for (const number of [1, 2]) void add(slow, number, {}, single);
    expect(numbersOf()).toEqual([[1], [2]]);
  });

  it('joins only pictures with the same contract', async () => {
    const one = batcher();
    const other = aContract({ classes: 3 });
    void add(one, 1);
    void add(one, 2);
    void add(one, 3, {}, other);
    void add(one, 4);
    calls[0]!.answer();
    await turn();
    calls[1]!.answer();
    await turn();
    expect(numbersOf()).toEqual([[1], [2, 4], [3]]);
    expect(calls[2]!.contract).toBe(other);
  });
  it('gives a batch as long as the one has who can wait longest', async () => {
    const one = batcher();
    const now = performance.now();
    void add(one, 1);
    void add(one, 2, { expiresAt: now + 100 });
    void add(one, 3, { expiresAt: now + 900 });
    calls[0]!.answer();
    await turn();
    expect(calls[1]!.options.expiresAt).toBe(now + 900);
  });

  describe('what gives way', () => {
    const givesWay = true;

    it('goes behind whoever came later, in a call of its own', async () => {
      const one = batcher();
      void add(one, 1);
      for (const number of [10, 11]) void add(one, number, { givesWay });
      void add(one, 2);
      calls[0]!.answer();
      await turn();
      calls[1]!.answer();
      await turn();
      expect(numbersOf()).toEqual([[1], [2], [10, 11]]);
    });

    it('leaves a call free for whoever comes next', () => {
      const three = batcher({ calls: 3, size: 1 });
      for (const number of [10, 11, 12]) void add(three, number, { givesWay });
      expect(numbersOf()).toEqual([[10], [11]]);
      void add(three, 1);
      expect(numbersOf()).toEqual([[10], [11], [1]]);
    });

    it('takes the place of nobody who waits', () => {
      const one = batcher();
      void add(one, 1);
      void add(one, 10, { givesWay });
      expect(one.length).toBe(0);
      void add(one, 2);
      expect(one.length).toBe(1);
    });
  });
});
