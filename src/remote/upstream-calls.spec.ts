import { beforeEach, describe, expect, it } from '@jest/globals';
import { CalledUpstream } from '../../test/support/called-upstream.js';
import { UpstreamFault } from './upstream-fault.js';

const refusedConnection = () => new UpstreamFault('connection', 'but the connection failed (ECONNREFUSED)');
const busy = (retryAfterMs?: number) =>
  new UpstreamFault('busy', 'received the status 503', { status: 503, retryAfterMs });

describe('UpstreamCalls', () => {
  let upstream: CalledUpstream;
  beforeEach(() => {
    upstream = new CalledUpstream();
  });

  it('asks for the path of the model and gives its scores', async () => {
    expect(await upstream.infer()).toEqual([0.5, -1]);
    expect(upstream.sent[0]).toMatchObject({ method: 'POST', path: '/v2/models/m/infer', timeoutMs: 1000 });
  });

  it('retries failed connections and 503 twice, later and later, with the same request', async () => {
    upstream.faults = [refusedConnection(), busy()];
    expect(await upstream.infer()).toEqual([0.5, -1]);
    expect(upstream.slept).toEqual([25, 50]);
    expect(new Set(upstream.sent.map(({ body }) => body)).size).toBe(1);
    upstream.faults = [busy(), busy(), busy()];
    await expect(upstream.infer()).rejects.toThrow('received the status 503');
  });

  it('tells of the end of every attempt that is made, and of none that is not', async () => {
    upstream.faults = [refusedConnection()];
    await upstream.infer();
    expect(upstream.ends).toEqual([
      { pictures: 1, milliseconds: 0, result: 'connection' },
      { pictures: 1, milliseconds: 0, result: 'answered' },
    ]);
    upstream.faults = [new Error('nobody waits for the answer any more')];
    await expect(upstream.infer()).rejects.toThrow('nobody waits');
    expect(upstream.ends.at(-1)!.result).toBe('abandoned');
    upstream.breaker.trip();
    await expect(upstream.infer()).rejects.toThrow('left in peace');
    expect(upstream.ends.length).toBe(3);
  });

  it('waits for as long as a server that answers 503 asks for', async () => {
    upstream.faults = [busy(1000)];
    await upstream.infer();
    expect(upstream.slept).toEqual([1025]);
  });

  it.each([
    new UpstreamFault('failed', 'received the status 500', { status: 500 }),
    new UpstreamFault('refused', 'received the status 400', { status: 400 }),
    new UpstreamFault('timeout', 'received no whole answer'),
    new UpstreamFault('wrong', 'received an answer that broke off'),
  ])('does not retry: $kind', async (fault) => {
    upstream.faults = [fault];
    await expect(upstream.infer()).rejects.toBe(fault);
    expect(upstream.sent.length).toBe(1);
  });

  it('does not retry what is the second try already', async () => {
    upstream.faults = [refusedConnection()];
    await expect(upstream.infer({ mayRetry: false })).rejects.toThrow('ECONNREFUSED');
  });

  it('gives up rather than wait beyond the deadline', async () => {
    upstream.faults = [busy(1000)];
    await expect(upstream.infer({ expiresAt: 1025 })).rejects.toThrow('503');
    expect(upstream.slept).toEqual([]);
  });

  it('gives an attempt what is left until the deadline, and makes none behind it', async () => {
    await upstream.infer({ expiresAt: 300 });
    expect(upstream.sent[0]!.timeoutMs).toBe(300);
    await expect(upstream.infer({ expiresAt: 0 })).rejects.toMatchObject({ kind: 'timeout' });
    expect(upstream.sent.length).toBe(1);
  });

  it('does not make an outage worse: of a hundred failing calls few are retried', async () => {
    // Every second one succeeds, so that the circuit stays closed.
    for (let i = 0; i < 100; i++) {
      upstream.faults = [busy(), busy(), busy()];
      await upstream.infer().catch(() => undefined);
      upstream.faults = [];
      await upstream.infer();
    }
    expect(upstream.sent.length).toBeLessThanOrEqual(200 + 10 + 200 / 5);
    expect(upstream.sent.length).toBeGreaterThan(220);
  });

  it.each([undefined, 'another'])('leaves its connections when the id %s comes back', async (id) => {
    await upstream.infer();
    expect(upstream.renewed).toBe(0);
    upstream.answer = { id };
    await expect(upstream.infer()).rejects.toMatchObject({ kind: 'wrong' });
    expect(upstream.renewed).toBe(1);
  });
});
