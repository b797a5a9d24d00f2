import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { add, recordedBatches, refused, turn } from '../../test/support/recorded-batches.js';
import { UpstreamFault } from './upstream-fault.js';

describe('Batcher, where a batch fails', () => {
  const { calls, batcher, numbersOf } = recordedBatches();

  beforeEach(() => {
    calls.length = 0;
    jest.useFakeTimers();
  });
  afterEach(() => {
    jest.useRealTimers();
  });

  it.each<'refused' | 'failed' | 'cut_off' | 'wrong'>(['refused', 'failed', 'cut_off', 'wrong'])(
    'sends each picture of a batch that was %s alone, once, before all others',
    async (kind) => {
      const one = batcher();
      const answers = [1, 2, 3].map((number) => add(one, number));
      calls[0]!.answer();
      await turn();
      answers.push(add(one, 4));
      calls[1]!.fail(new UpstreamFault(kind, 'fault of a batch', { status: 400 }));
      await turn();
      calls[2]!.answer();
      await turn();
      calls[3]!.fail(new UpstreamFault(kind, 'fault of 3', { status: 400 }));
      await turn();
      calls[4]!.answer();
      expect(await Promise.all(answers)).toEqual([1, 2, 'fault of 3', 4]);
      expect(numbersOf()).toEqual([[1], [2, 3], [2], [3], [4]]);
      expect(calls.map(({ options }) => options.mayRetry)).toEqual([true, true, false, false, true]);
    },
  );

  it.each<'connection' | 'timeout' | 'busy' | 'open' | 'refused'>([
    'connection',
    'timeout',
    'busy',
    'open',
    'refused',
  ])('sends nothing again where the fault is not of the batch: %s', async (kind) => {
    const one = batcher();
    const answers = [1, 2, 3].map((number) => add(one, number));
    calls[0]!.answer();
    await turn();
    calls[1]!.fail(new UpstreamFault(kind, 'fault', { status: 401 }));
    expect(await Promise.all(answers)).toEqual([1, 'fault', 'fault']);
    expect(calls.length).toBe(2);
  });

  it('makes smaller batches when one was refused whose pictures are all answered alone', async () => {
    const one = batcher({ size: 4 });
    for (const number of [1, 2, 3, 4, 5]) void add(one, number);
    calls[0]!.answer();
    await turn();
    calls[1]!.fail(refused());
    for (const at of [2, 3, 4, 5]) {
      await turn();
      calls[at]!.answer();
    }
    await turn();
    const from = calls.length;
    for (const number of [6, 7, 8, 9]) void add(one, number);
    calls[from]!.answer();
    await turn();
    calls[from + 1]!.answer();
    await turn();
    expect(numbersOf().slice(from)).toEqual([[6], [7, 8], [9]]);
  });

  it('learns nothing of a batch in which one picture is refused alone as well', async () => {
    const one = batcher({ size: 2 });
    for (const number of [1, 2, 3]) void add(one, number);
    calls[0]!.answer();
    await turn();
    calls[1]!.fail(refused());
    await turn();
    calls[2]!.answer();
    await turn();
    calls[3]!.fail(refused());
    await turn();
    for (const number of [4, 5, 6]) void add(one, number);
    calls[4]!.answer();
    await turn();
    expect(numbersOf().at(-1)).toEqual([5, 6]);
  });
});
