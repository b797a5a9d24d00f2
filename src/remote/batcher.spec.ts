import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { aContract } from '../../test/support/upstream-contract.js';
import { Batcher, type BatchLimits } from './batcher.js';
import type { UpstreamContract } from './upstream-contract.js';
import type { CallOptions } from './upstream-calls.js';
import { UpstreamFault } from './upstream-fault.js';

interface Call {
  contract: UpstreamContract;
  /** What the tensors hold: each a single number. */
  numbers: number[];
  options: CallOptions;
  /** Answers each picture with its number. */
  answer: () => void;
  fail: (error: unknown) => void;
}

describe('Batcher', () => {
  let calls: Call[];
  const contract = aContract();

  beforeEach(() => {
    calls = [];
    jest.useFakeTimers();
  });
  afterEach(() => {
    jest.useRealTimers();
  });

  const batcher = (limits: Partial<BatchLimits> = {}) =>
    new Batcher(
      { size: 8, delayMs: 0, calls: 1, ...limits },
      (of, tensors, options) =>
        new Promise((resolve, reject) => {
          const numbers = tensors.map(([number]) => number!);
          const answer = () => {
            resolve(numbers.map((number) => Float64Array.of(number)));
          };
          calls.push({ contract: of, numbers, options, answer, fail: reject });
        }),
      {
        now: () => performance.now(),
        sleep: (milliseconds, signal) =>
          new Promise((resolve, reject) => {
            setTimeout(resolve, milliseconds);
            signal.addEventListener('abort', () => {
              reject(signal.reason as Error);
            });
          }),
      },
    );

  const add = (
    to: Batcher,
    number: number,
    more: { expiresAt?: number; signal?: AbortSignal; givesWay?: boolean } = {},
    of = contract,
  ) =>
    to.add(of, Uint8Array.of(number), { expiresAt: Infinity, ...more }).then(
      ([score]) => score,
      (error: unknown) => (error as Error).message,
    );

  /** Lets promises settle. */
  const turn = () => jest.advanceTimersByTimeAsync(0);
  const numbersOf = () => calls.map(({ numbers }) => numbers);
  const refused = () => new UpstreamFault('refused', 'received the status 400', { status: 400 });

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

  it('sends nothing for a client that has gone or a deadline that has passed before', async () => {
    const one = batcher();
    const gone = new AbortController();
    void add(one, 1);
    const left = add(one, 2, { signal: gone.signal });
    const late = add(one, 3, { expiresAt: performance.now() + 50 });
    const last = add(one, 4);
    gone.abort(new Error('gone'));
    await jest.advanceTimersByTimeAsync(50);
    expect(await left).toBe('gone');
    expect(await late).toContain('the deadline of the request passed');
    calls[0]!.answer();
    await turn();
    calls[1]!.answer();
    expect(await last).toBe(4);
    expect(numbersOf()).toEqual([[1], [4]]);
  });

  it('cuts a call off when the last one who waited for it has gone, and not before', async () => {
    const one = batcher();
    const [first, second] = [new AbortController(), new AbortController()];
    void add(one, 1);
    const answers = [add(one, 2, { signal: first.signal }), add(one, 3, { signal: second.signal })];
    calls[0]!.answer();
    await turn();
    const { signal } = calls[1]!.options;
    first.abort(new Error('gone'));
    expect(signal.aborted).toBe(false);
    second.abort(new Error('gone as well'));
    expect(signal.aborted).toBe(true);
    expect(await Promise.all(answers)).toEqual(['gone', 'gone as well']);
  });

  it('sends those who have gone meanwhile no more when a batch is taken apart', async () => {
    const one = batcher();
    const gone = new AbortController();
    void add(one, 1);
    void add(one, 2, { signal: gone.signal });
    void add(one, 3);
    calls[0]!.answer();
    await turn();
    gone.abort(new Error('gone'));
    calls[1]!.fail(refused());
    await turn();
    expect(numbersOf()).toEqual([[1], [2, 3], [3]]);
  });

  const away = new Error('away');

  it('gives the place of a call that pauses to others, and makes it before those that came later', async () => {
    const one = batcher({ size: 1 });
    const answers = [1, 2, 3].map((number) => add(one, number));
    let hasResumed = false;
    void calls[0]!.options.pause(1000).then(() => {
      hasResumed = true;
    });
    expect(numbersOf()).toEqual([[1], [2]]);
    // The picture that pauses is still one of those that wait.
    expect(one.length).toBe(2);
    await jest.advanceTimersByTimeAsync(1000);
    expect(hasResumed).toBe(false);
    calls[1]!.answer();
    await turn();
    expect(hasResumed).toBe(true);
    expect(numbersOf()).toEqual([[1], [2]]);
    calls[0]!.answer();
    await turn();
    calls[2]!.answer();
    expect(await Promise.all(answers)).toEqual([1, 2, 3]);
  });

  it('makes no more calls at a time after a pause that nobody waited for to its end', async () => {
    const one = batcher({ size: 1 });
    const gone = new AbortController();
    void add(one, 1, { signal: gone.signal });
    calls[0]!.options.pause(1000).catch(calls[0]!.fail);
    for (const number of [2, 3]) void add(one, number);
    gone.abort(new Error('gone'));
    await turn();
    expect(numbersOf()).toEqual([[1], [2]]);
    expect(one.length).toBe(1);
    calls[1]!.answer();
    await turn();
    expect(numbersOf()).toEqual([[1], [2], [3]]);
  });

  it('rejects at once what waits behind calls that hang, or pauses, and leaves the calls', async () => {
    const one = batcher({ size: 1, calls: 2 });
    const answers = [1, 2, 3, 4].map((number) => add(one, number));
    const pausing = calls[1]!.options.pause(1000).catch(calls[1]!.fail);
    one.rejectWaiting(away);
    await pausing;
    expect(await Promise.all([answers[1], answers[3]])).toEqual(['away', 'away']);
    expect(calls[0]!.options.signal.aborted).toBe(false);
    expect(one.length).toBe(0);
    calls[0]!.answer();
    calls[2]!.answer();
    expect(await Promise.all(answers)).toEqual([1, 'away', 3, 'away']);
  });

  it('rejects one that has waited to be made again, and waits for its place', async () => {
    const one = batcher({ size: 1 });
    const answers = [1, 2].map((number) => add(one, number));
    const pausing = calls[0]!.options.pause(1000).catch(calls[0]!.fail);
    await jest.advanceTimersByTimeAsync(1000);
    one.rejectWaiting(away);
    await pausing;
    expect(await answers[0]).toBe('away');
  });

  it('cuts off the calls under way when nothing is to be expected of them', () => {
    const one = batcher({ size: 1, calls: 2 });
    for (const number of [1, 2, 3]) void add(one, number);
    one.rejectAll(away);
    expect(calls.map(({ options }) => options.signal.reason as Error)).toEqual([away, away]);
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
