import { jest } from '@jest/globals';
import { Batcher, type BatchLimits } from '../../src/remote/batcher.js';
import type { UpstreamContract } from '../../src/remote/upstream-contract.js';
import type { CallOptions } from '../../src/remote/upstream-calls.js';
import { UpstreamFault } from '../../src/remote/upstream-fault.js';
import { aContract } from './upstream-contract.js';

interface Call {
  contract: UpstreamContract;
  /** What the tensors hold: each a single number. */
  numbers: number[];
  options: CallOptions;
  /** Answers each picture with its number. */
  answer: () => void;
  fail: (error: unknown) => void;
}

const contract = aContract();

/** Makes batchers whose calls are recorded, and answered only by the test; for fake timers. */
export function recordedBatches() {
  const calls: Call[] = [];
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

  const numbersOf = () => calls.map(({ numbers }) => numbers);
  return { calls, batcher, numbersOf };
}

export const add = (
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
export const turn = () => jest.advanceTimersByTimeAsync(0);
export const refused = () => new UpstreamFault('refused', 'received the status 400', { status: 400 });
