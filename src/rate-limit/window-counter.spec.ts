import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { WindowCounter } from './window-counter.js';

describe('WindowCounter', () => {
  it('counts within a window, which begins with the first request', () => {
    let now = 5000;
    const counter = new WindowCounter(1000, 10, () => now);
    expect(counter.hit('a')).toEqual({ hits: 1, msLeft: 1000 });
    now += 999;
    expect(counter.hit('a')).toEqual({ hits: 2, msLeft: 1 });
    now += 1;
    expect(counter.hit('a')).toEqual({ hits: 1, msLeft: 1000 });
  });

  it('counts several at once', () => {
    const counter = new WindowCounter(1000, 10, () => 0);
    counter.hit('a');
    expect(counter.hit('a', 31).hits).toBe(32);
    expect(counter.hit('a').hits).toBe(33);
  });

  it('counts each client alone', () => {
    const counter = new WindowCounter(1000, 10, () => 0);
    counter.hit('a');
    counter.hit('a');
    expect(counter.hit('b').hits).toBe(1);
  });

  it('never remembers more clients than its capacity, and forgets those first whose windows end first', () => {
    let now = 0;
    const counter = new WindowCounter(1_000_000, 1000, () => now);
    let most = 0;
    for (let i = 0; i < 100_000; i++) {
      now += 1;
      counter.hit(`client ${i}`);
      most = Math.max(most, counter.size);
    }
    expect(most).toBe(1000);
    expect(counter.hit('client 98999').hits).toBe(1);
    expect(counter.hit('client 99999').hits).toBe(2);
  });

  it('gets rid of windows that have ended while others come', () => {
    let now = 0;
    const counter = new WindowCounter(1000, 100_000, () => now);
    for (let i = 0; i < 5000; i++) counter.hit(`early ${i}`);
    now = 1000;
    for (let i = 0; i < 5000; i++) counter.hit(`late ${i}`);
    expect(counter.size).toBe(5000);
  });

  it('agrees with counting by hand, whatever comes when', () => {
    const requests = fc.array(fc.tuple(fc.constantFrom('a', 'b', 'c', 'd'), fc.nat(400)), { maxLength: 200 });
    fc.assert(
      fc.property(requests, (steps) => {
        let now = 0;
        const counter = new WindowCounter(1000, 4, () => now);
        const byHand = new Map<string, { began: number; hits: number }>();
        for (const [client, wait] of steps) {
          now += wait;
          const known = byHand.get(client);
          const window = known && now - known.began < 1000 ? known : { began: now, hits: 0 };
          window.hits++;
          byHand.set(client, window);
          expect(counter.hit(client)).toEqual({ hits: window.hits, msLeft: window.began + 1000 - now });
        }
      }),
    );
  });
});
