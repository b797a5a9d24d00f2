import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { add, recordedBatches, refused, turn } from '../../test/support/recorded-batches.js';

describe('Batcher, for those who leave, wait or pause', () => {
  const { calls, batcher, numbersOf } = recordedBatches();

  beforeEach(() => {
    calls.length = 0;
    jest.useFakeTimers();
  });
  afterEach(() => {
    jest.useRealTimers();
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
});
