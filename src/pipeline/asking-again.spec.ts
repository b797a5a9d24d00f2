import { performance } from 'node:perf_hooks';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { AppError } from '../errors.js';
import { AskingAgain } from './asking-again.js';

const OVERLOADED = new AppError('overloaded', 'no room');
const deadlineIn = (milliseconds: number, { signal } = new AbortController()) => ({
  expiresAt: performance.now() + milliseconds,
  signal,
});

/** Refuses so many times, then answers. */
function refusing(times: number) {
  return jest.fn(() => (times-- > 0 ? Promise.reject(OVERLOADED) : Promise.resolve('answer')));
}

describe('AskingAgain', () => {
  beforeEach(() => {
    jest.useFakeTimers();
    jest.spyOn(performance, 'now').mockImplementation(() => Date.now());
  });
  afterEach(() => {
    jest.restoreAllMocks();
    jest.useRealTimers();
  });

  it('asks until it is answered, with pauses', async () => {
    const question = refusing(5);
    const answer = new AskingAgain(deadlineIn(30_000)).ask(question);
    await jest.advanceTimersByTimeAsync(49);
    expect(question).toHaveBeenCalledTimes(1);
    await jest.advanceTimersByTimeAsync(5 * 250);
    expect(question).toHaveBeenCalledTimes(6);
    expect(await answer).toBe('answer');
    expect(jest.getTimerCount()).toBe(0);
  });

  it('asks at once when another of the same request has been answered, for one with each answer', async () => {
    const asking = new AskingAgain(deadlineIn(30_000));
    const [first, second] = [refusing(1), refusing(1)];
    const answers = [asking.ask(first), asking.ask(second)];
    await jest.advanceTimersByTimeAsync(0);
    const failed = new AppError('image_corrupt', 'damaged');
    await expect(asking.ask(() => Promise.reject(failed))).rejects.toBe(failed);
    await jest.advanceTimersByTimeAsync(0);
    // The answer of the first wakes the second.
    expect(await Promise.all(answers)).toEqual(['answer', 'answer']);
    expect(first).toHaveBeenCalledTimes(2);
    expect(jest.getTimerCount()).toBe(0);
  });

  it('gives the refusal back when the deadline is near, and never asks after it', async () => {
    const deadline = deadlineIn(1000);
    const askedAt: number[] = [];
    const refused = new AskingAgain(deadline)
      .ask(() => {
        askedAt.push(performance.now());
        return Promise.reject(OVERLOADED);
      })
      .catch((error: unknown) => error);
    await jest.advanceTimersByTimeAsync(2000);
    expect(await refused).toBe(OVERLOADED);
    expect(askedAt.length).toBeGreaterThan(3);
    for (const time of askedAt) expect(time).toBeLessThan(deadline.expiresAt);
  });

  it('asks once without a deadline, and where something else is wrong', async () => {
    const question = refusing(1);
    await expect(new AskingAgain(undefined).ask(question)).rejects.toBe(OVERLOADED);
    const failing = jest.fn(() => Promise.reject(new AppError('not_ready', 'no workers')));
    await expect(new AskingAgain(deadlineIn(30_000)).ask(failing)).rejects.toThrow('no workers');
    expect([question, failing].map(({ mock }) => mock.calls.length)).toEqual([1, 1]);
  });

  it('ends its pause when whoever asked has gone', async () => {
    const controller = new AbortController();
    const question = refusing(9);
    const refused = new AskingAgain(deadlineIn(30_000, controller)).ask(question);
    const gone = refused.catch((error: unknown) => error);
    await jest.advanceTimersByTimeAsync(0);
    controller.abort(new Error('gone'));
    expect(await gone).toMatchObject({ message: 'gone' });
    expect(question).toHaveBeenCalledTimes(1);
    expect(jest.getTimerCount()).toBe(0);
  });
});
