import { beforeEach, describe, expect, it } from '@jest/globals';
import { CalledUpstream } from '../../test/support/called-upstream.js';
import { UpstreamFault } from './upstream-fault.js';

const refusedConnection = () => new UpstreamFault('connection', 'but the connection failed (ECONNREFUSED)');
const refused = (status: number) => new UpstreamFault('refused', `received the status ${status}`, { status });
const busy = (retryAfterMs?: number) =>
  new UpstreamFault('busy', 'received the status 503', { status: 503, retryAfterMs });

describe('UpstreamCalls and the circuit', () => {
  let upstream: CalledUpstream;
  beforeEach(() => {
    upstream = new CalledUpstream();
  });

  it('makes no calls for a while when five in a row have failed', async () => {
    for (let i = 0; i < 5; i++) {
      upstream.faults = [new UpstreamFault('failed', 'received the status 500')];
      await expect(upstream.infer()).rejects.toThrow('500');
    }
    await expect(upstream.infer()).rejects.toMatchObject({ kind: 'open' });
    expect(upstream.sent.length).toBe(5);
    upstream.now = 1500;
    expect(await upstream.infer()).toEqual([0.5, -1]);
  });

  it('ends its retries when the circuit opens', async () => {
    upstream.faults = Array.from({ length: 9 }, refusedConnection);
    await expect(upstream.infer()).rejects.toThrow('ECONNREFUSED');
    await expect(upstream.infer()).rejects.toThrow('ECONNREFUSED');
    expect(upstream.sent.length).toBe(5);
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
    upstream.faults = Array.from({ length: 9 }, fault);
    for (let i = 0; i < 9; i++) await expect(upstream.infer(options)).rejects.toThrow();
    expect(upstream.breaker.isOpen).toBe(false);
  });

  it.each([307, 401, 403, 404, 405])('holds %i against the upstream', async (status) => {
    upstream.faults = Array.from({ length: 5 }, () => refused(status));
    for (let i = 0; i < 5; i++) await expect(upstream.infer()).rejects.toThrow();
    expect(upstream.breaker.isOpen).toBe(true);
  });

  it('tells of failures, and whether they say much of the upstream', async () => {
    upstream.answer = { model_version: '8' };
    await upstream.infer();
    upstream.faults = [
      new UpstreamFault('timeout', 'received none'),
      new UpstreamFault('timeout', 'received none'),
      busy(9000),
      refused(400),
    ];
    for (const expiresAt of [upstream.now + 10, Infinity, Infinity, Infinity]) {
      await expect(upstream.infer({ expiresAt })).rejects.toThrow();
    }
    expect(upstream.heard).toEqual([
      '8',
      ['timeout', false],
      ['timeout', true],
      ['busy', false],
      ['refused', true],
    ]);
  });

  it('says how long it makes no calls', async () => {
    upstream.breaker.trip();
    upstream.now = 400;
    await expect(upstream.infer()).rejects.toMatchObject({ kind: 'open', retryAfterMs: 600 });
  });

  it('holds time-outs and wrong answers against it', async () => {
    upstream.faults = Array.from(
      { length: 5 },
      () => new UpstreamFault('timeout', 'received no whole answer'),
    );
    for (let i = 0; i < 5; i++) await expect(upstream.infer()).rejects.toThrow();
    expect(upstream.breaker.isOpen).toBe(true);
  });
});
