import { describe, expect, it } from '@jest/globals';
import { RetryBudget, retryAfterMs, retryDelay } from './retry.js';
import { UpstreamFault } from './upstream-fault.js';

const connection = new UpstreamFault('connection', 'but the connection failed (ECONNRESET)');

describe('retryDelay', () => {
  it('grows from one retry to the next, up to a second, and is all chance', () => {
    const longest = [0, 1, 2, 3, 4, 5, 6].map((retries) => retryDelay(connection, retries, 1));
    expect(longest).toEqual([50, 100, 200, 400, 800, 1000, 1000]);
    expect(retryDelay(connection, 3, 0)).toBe(0);
  });

  it('adds to what a server that answers 503 asks for, if that is short', () => {
    const busy = (wait?: number) => new UpstreamFault('busy', '', { status: 503, retryAfterMs: wait });
    expect(retryDelay(busy(), 0, 0.5)).toBe(25);
    expect(retryDelay(busy(2000), 0, 0.5)).toBe(2025);
    expect(retryDelay(busy(2001), 0, 0.5)).toBeUndefined();
  });

  it.each([
    new UpstreamFault('busy', '', { status: 429 }),
    new UpstreamFault('failed', '', { status: 500 }),
    new UpstreamFault('refused', '', { status: 400 }),
    new UpstreamFault('timeout', ''),
    new UpstreamFault('wrong', ''),
    new UpstreamFault('open', ''),
  ])('retries nothing else: $kind $status', (fault) => {
    expect(retryDelay(fault, 0, 0.5)).toBeUndefined();
  });
});

describe('RetryBudget', () => {
  it('allows ten retries at once, and then one for five calls', () => {
    const budget = new RetryBudget();
    const take = () => Array.from({ length: 20 }, () => budget.withdraw()).filter(Boolean).length;
    expect(take()).toBe(10);
    for (let i = 0; i < 15; i++) budget.deposit();
    expect(take()).toBe(3);
    for (let i = 0; i < 1000; i++) budget.deposit();
    expect(take()).toBe(10);
  });
});

describe('retryAfterMs', () => {
  const now = Date.parse('2026-01-02T03:04:05Z');

  it.each([
    ['2', 2000],
    ['Fri, 02 Jan 2026 03:04:08 GMT', 3000],
    ['Fri, 02 Jan 2026 03:04:00 GMT', 0],
    ['soon', undefined],
    [undefined, undefined],
  ])('reads %s', (header, milliseconds) => {
    expect(retryAfterMs(header, now)).toBe(milliseconds);
  });
});
