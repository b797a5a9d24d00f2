import { beforeEach, describe, expect, it } from '@jest/globals';
import { aContract, aTensor } from '../../test/support/upstream-contract.js';
import { CircuitBreaker } from './circuit-breaker.js';
import { UpstreamCalls, type CallReport } from './upstream-calls.js';
import { UpstreamFault } from './upstream-fault.js';
import type { UpstreamRequest } from './upstream-http.js';

const refusedConnection = () => new UpstreamFault('connection', 'but the connection failed (ECONNREFUSED)');
const refused = (status: number) => new UpstreamFault('refused', `received the status ${status}`, { status });
const busy = (retryAfterMs?: number) =>
  new UpstreamFault('busy', 'received the status 503', { status: 503, retryAfterMs });

describe('UpstreamCalls', () => {
  let now: number;
  let slept: number[];
  let sent: UpstreamRequest[];
  /** What the next attempts meet with; then all are answered. */
  let faults: Error[];
  /** What comes back in answers beside the scores. */
  let answer: { id?: string | undefined; model_version?: string };
  let renewed: number;
  let heard: unknown[];
  let ends: CallReport[];
  let breaker: CircuitBreaker;
  let calls: UpstreamCalls;
  const signal = new AbortController().signal;

  beforeEach(() => {
    now = 0;
    slept = [];
    sent = [];
    faults = [];
    answer = {};
    renewed = 0;
    heard = [];
    ends = [];
    const clock = {
      now: () => now,
      random: () => 0.5,
      sleep: () => Promise.reject(new Error('it is the batcher that waits')),
    };
    breaker = new CircuitBreaker(clock);
    const http = {
      send: (request: UpstreamRequest) => {
        sent.push(request);
        const fault = faults.shift();
        if (fault !== undefined) return Promise.reject(fault);
        const outputs = [{ name: 'logits', datatype: 'FP32', shape: [1, 2], data: [0.5, -1] }];
        const { id } = JSON.parse(request.body!.toString()) as { id: string };
        return Promise.resolve({
          status: 200,
          headers: {},
          body: Buffer.from(JSON.stringify({ id, outputs, ...answer })),
        });
      },
      renew: () => renewed++,
    };
    calls = new UpstreamCalls(http, '/v2/models/m', 1000, breaker, clock, {
      answered: (_contract, version) => void heard.push(version),
      failed: ({ kind }, saysMuch) => heard.push([kind, saysMuch]),
      ended: (end) => ends.push(end),
    });
  });

  const pause = (milliseconds: number) => {
    slept.push(milliseconds);
    now += milliseconds;
    return Promise.resolve();
  };
  const infer = (more: Partial<Parameters<UpstreamCalls['infer']>[2]> = {}) =>
    calls
      .infer(aContract({ isBinary: false }), [aTensor(1)], {
        expiresAt: Infinity,
        signal,
        mayRetry: true,
        pause,
        ...more,
      })
      .then(([row]) => [...row!]);

  it('asks for the path of the model and gives its scores', async () => {
    expect(await infer()).toEqual([0.5, -1]);
    expect(sent[0]).toMatchObject({ method: 'POST', path: '/v2/models/m/infer', timeoutMs: 1000 });
  });

  it('retries failed connections and 503 twice, later and later, with the same request', async () => {
    faults = [refusedConnection(), busy()];
    expect(await infer()).toEqual([0.5, -1]);
    expect(slept).toEqual([25, 50]);
    expect(new Set(sent.map(({ body }) => body)).size).toBe(1);
    faults = [busy(), busy(), busy()];
    await expect(infer()).rejects.toThrow('received the status 503');
  });

  it('tells of the end of every attempt that is made, and of none that is not', async () => {
    faults = [refusedConnection()];
    await infer();
    expect(ends).toEqual([
      { pictures: 1, milliseconds: 0, result: 'connection' },
      { pictures: 1, milliseconds: 0, result: 'answered' },
    ]);
    faults = [new Error('nobody waits for the answer any more')];
    await expect(infer()).rejects.toThrow('nobody waits');
    expect(ends.at(-1)!.result).toBe('abandoned');
    breaker.trip();
    await expect(infer()).rejects.toThrow('left in peace');
    expect(ends.length).toBe(3);
  });

  it('waits for as long as a server that answers 503 asks for', async () => {
    faults = [busy(1000)];
    await infer();
    expect(slept).toEqual([1025]);
  });

  it.each([
    new UpstreamFault('failed', 'received the status 500', { status: 500 }),
    new UpstreamFault('refused', 'received the status 400', { status: 400 }),
    new UpstreamFault('timeout', 'received no whole answer'),
    new UpstreamFault('wrong', 'received an answer that broke off'),
  ])('does not retry: $kind', async (fault) => {
    faults = [fault];
    await expect(infer()).rejects.toBe(fault);
    expect(sent.length).toBe(1);
  });

  it('does not retry what is the second try already', async () => {
    faults = [refusedConnection()];
    await expect(infer({ mayRetry: false })).rejects.toThrow('ECONNREFUSED');
  });

  it('gives up rather than wait beyond the deadline', async () => {
    faults = [busy(1000)];
    await expect(infer({ expiresAt: 1025 })).rejects.toThrow('503');
    expect(slept).toEqual([]);
  });

  it('gives an attempt what is left until the deadline, and makes none behind it', async () => {
    await infer({ expiresAt: 300 });
    expect(sent[0]!.timeoutMs).toBe(300);
    await expect(infer({ expiresAt: 0 })).rejects.toMatchObject({ kind: 'timeout' });
    expect(sent.length).toBe(1);
  });

  it('does not make an outage worse: of a hundred failing calls few are retried', async () => {
    // Every second one succeeds, so that the circuit stays closed.
    for (let i = 0; i < 100; i++) {
      faults = [busy(), busy(), busy()];
      await infer().catch(() => undefined);
      faults = [];
      await infer();
    }
    expect(sent.length).toBeLessThanOrEqual(200 + 10 + 200 / 5);
    expect(sent.length).toBeGreaterThan(220);
  });

  it('makes no calls for a while when five in a row have failed', async () => {
    for (let i = 0; i < 5; i++) {
      faults = [new UpstreamFault('failed', 'received the status 500')];
      await expect(infer()).rejects.toThrow('500');
    }
    await expect(infer()).rejects.toMatchObject({ kind: 'open' });
    expect(sent.length).toBe(5);
    now = 1500;
    expect(await infer()).toEqual([0.5, -1]);
  });

  it('ends its retries when the circuit opens', async () => {
    faults = Array.from({ length: 9 }, refusedConnection);
    await expect(infer()).rejects.toThrow('ECONNREFUSED');
    await expect(infer()).rejects.toThrow('ECONNREFUSED');
    expect(sent.length).toBe(5);
  });

  it.each<[string, () => Error, object]>([
    ['a dislike of what it was asked (400)', () => refused(400), {}],
    ['a dislike of what it was asked (413)', () => refused(413), {}],
    ['a dislike of what it was asked (415)', () => refused(415), {}],
    ['a dislike of what it was asked (422)', () => refused(422), {}],
    ['load that it sheds (429)', () => new UpstreamFault('busy', 'received 429', { status: 429 }), {}],
    ['load that it sheds (503 with Retry-After)', () => busy(9000), {}],
    ['deadlines that were too short', () => new UpstreamFault('timeout', 'received none'), { expiresAt: 10 }],
    ['clients that left', () => new Error('gone'), {}],
  ])('does not hold %s against the upstream', async (_what, fault, options) => {
    faults = Array.from({ length: 9 }, fault);
    for (let i = 0; i < 9; i++) await expect(infer(options)).rejects.toThrow();
    expect(breaker.isOpen).toBe(false);
  });

  it.each([307, 401, 403, 404, 405])('holds %i against the upstream', async (status) => {
    faults = Array.from({ length: 5 }, () => refused(status));
    for (let i = 0; i < 5; i++) await expect(infer()).rejects.toThrow();
    expect(breaker.isOpen).toBe(true);
  });

  it('tells of failures, and whether they say much of the upstream', async () => {
    answer = { model_version: '8' };
    await infer();
    faults = [
      new UpstreamFault('timeout', 'received none'),
      new UpstreamFault('timeout', 'received none'),
      busy(9000),
      refused(400),
    ];
    for (const expiresAt of [now + 10, Infinity, Infinity, Infinity]) {
      await expect(infer({ expiresAt })).rejects.toThrow();
    }
    expect(heard).toEqual(['8', ['timeout', false], ['timeout', true], ['busy', false], ['refused', true]]);
  });

  it.each([undefined, 'another'])('leaves its connections when the id %s comes back', async (id) => {
    await infer();
    expect(renewed).toBe(0);
    answer = { id };
    await expect(infer()).rejects.toMatchObject({ kind: 'wrong' });
    expect(renewed).toBe(1);
  });

  it('says how long it makes no calls', async () => {
    breaker.trip();
    now = 400;
    await expect(infer()).rejects.toMatchObject({ kind: 'open', retryAfterMs: 600 });
  });

  it('holds time-outs and wrong answers against it', async () => {
    faults = Array.from({ length: 5 }, () => new UpstreamFault('timeout', 'received no whole answer'));
    for (let i = 0; i < 5; i++) await expect(infer()).rejects.toThrow();
    expect(breaker.isOpen).toBe(true);
  });
});
