import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { down, late, READY, WatchedUpstream } from '../../test/support/watched-upstream.js';

describe('UpstreamWatch and an upstream that is late, or silent', () => {
  let upstream: WatchedUpstream;
  beforeEach(() => {
    upstream = new WatchedUpstream();
  });
  afterEach(() => {
    upstream.watch.end();
  });

  it('is not shaken by one late probe, and by two in a row', async () => {
    await upstream.look();
    upstream.answers[READY] = late;
    await upstream.look();
    expect([upstream.watch.finding.state, upstream.breaker.isOpen, upstream.silences]).toEqual([
      'ready',
      false,
      0,
    ]);
    upstream.answers[READY] = {};
    await upstream.look();
    upstream.answers[READY] = late;
    await upstream.look();
    expect(upstream.watch.finding.state).toBe('ready');
    await upstream.look();
    expect([upstream.watch.finding.state, upstream.breaker.isOpen, upstream.silences]).toEqual([
      'unreachable',
      true,
      1,
    ]);
  });

  it('is not shaken by late probes while answers come', async () => {
    await upstream.look();
    upstream.answers[READY] = late;
    upstream.meanwhile = () => {
      upstream.watch.proved();
      upstream.now += 5000;
    };
    for (let i = 0; i < 5; i++) {
      upstream.now += 5000;
      await upstream.look();
    }
    expect(upstream.watch.finding.state).toBe('ready');
  });

  it('believes the first late probe when calls have failed, and expects nothing more of those under way', async () => {
    await upstream.look();
    for (let i = 0; i < 5; i++) upstream.breaker.enter()!.failed();
    upstream.answers[READY] = late;
    upstream.watch.doubted();
    await upstream.look();
    expect([upstream.watch.finding.state, upstream.silences]).toEqual(['unreachable', 1]);
  });

  it('expects nothing more of calls under way when others have failed and nobody listens any more', async () => {
    await upstream.look();
    for (let i = 0; i < 5; i++) upstream.breaker.enter()!.failed();
    upstream.answers[READY] = down;
    upstream.watch.doubted();
    await upstream.look();
    expect(upstream.silences).toBe(1);
  });

  it('leaves calls under way to a server that only takes no more connections', async () => {
    await upstream.look();
    upstream.answers[READY] = down;
    await upstream.look();
    expect([upstream.watch.finding.state, upstream.silences]).toEqual(['unreachable', 0]);
  });
});
