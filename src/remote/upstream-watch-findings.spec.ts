import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { down, MODEL, READY, status, WatchedUpstream } from '../../test/support/watched-upstream.js';
import type { Finding } from './finding.js';
import { UpstreamFault } from './upstream-fault.js';

const INFER = '/v2/models/m/infer';

describe('What UpstreamWatch finds', () => {
  let upstream: WatchedUpstream;
  beforeEach(() => {
    upstream = new WatchedUpstream();
  });
  afterEach(() => {
    upstream.watch.end();
  });

  it.each<[string, Record<string, object | string>, Finding]>([
    [
      'does not answer',
      { [READY]: down },
      { state: 'unreachable', expected: 'an answer', received: 'the connection failed (ECONNREFUSED)' },
    ],
    [
      'is not ready',
      { [READY]: status(400) },
      { state: 'not_ready', expected: 'the status 200', received: 'the status 400' },
    ],
    [
      'wants a key',
      { [READY]: status(401) },
      { state: 'unfit', expected: 'to be let in (INFERENCE_API_KEY)', received: 'the status 401' },
    ],
    [
      'wants another key',
      { '/v2/models/m': status(403) },
      { state: 'unfit', expected: 'to be let in (INFERENCE_API_KEY)', received: 'the status 403' },
    ],
    [
      'writes no JSON',
      { '/v2/models/m': '<html>' },
      { state: 'unfit', expected: 'JSON from GET /v2/models/m', received: '6 characters of something else' },
    ],
    [
      'packs its metadata',
      { '/v2/models/m': new UpstreamFault('wrong', 'received an answer that is packed (Content-Encoding)') },
      {
        state: 'unfit',
        expected: 'a plain answer in HTTP/1.1',
        received: 'an answer that is packed (Content-Encoding)',
      },
    ],
    [
      'has a certificate that nobody vouches for',
      { [READY]: new UpstreamFault('untrusted', 'but there is no TLS connection to it (X)') },
      {
        state: 'unreachable',
        expected:
          'a TLS connection with a certificate that is trusted (NODE_EXTRA_CA_CERTS adds authorities)',
        received: 'there is no TLS connection to it (X)',
      },
    ],
    [
      'has another model',
      { '/v2/models/m': { ...MODEL, outputs: [] } },
      { state: 'unfit', expected: 'an output of 4 scores a picture', received: 'none' },
    ],
  ])('knows one that %s', async (_what, changes, finding) => {
    Object.assign(upstream.answers, changes);
    await upstream.look();
    expect(upstream.watch.finding).toEqual(finding);
    expect(upstream.watch.contract).toBeUndefined();
    expect(upstream.told).toEqual([finding]);
  });

  it('does not ask it any more once it has another model', async () => {
    await upstream.look();
    upstream.watch.doubted();
    upstream.answers['/v2/models/m'] = { ...MODEL, outputs: [] };
    await upstream.look();
    expect(upstream.watch.contract).toBeUndefined();
    upstream.answers['/v2/models/m'] = MODEL;
    await upstream.look();
    expect(upstream.watch.contract).toBeDefined();
  });

  it.each<[number, string]>([
    [401, 'to be let in (INFERENCE_API_KEY)'],
    [403, 'to be let in (INFERENCE_API_KEY)'],
    [404, 'inferences to be answered'],
    [302, 'inferences to be answered'],
  ])(
    'knows one that is ready and refuses inferences with %i, until it answers them',
    async (code, expected) => {
      await upstream.look();
      upstream.answers[INFER] = status(code);
      upstream.watch.doubted(status(code));
      expect(await upstream.look()).toEqual([READY, '/v2', '/v2/models/m', INFER]);
      const received = `the status ${code} to POST /v2/models/m/infer`;
      expect(upstream.watch.finding).toEqual({ state: 'unfit', expected, received });
      await upstream.look();
      expect(upstream.watch.finding.state).toBe('unfit');
      // It reads the request again, and dislikes that there is nothing in it.
      upstream.answers[INFER] = status(400);
      await upstream.look();
      expect(upstream.watch.finding.state).toBe('ready');
      upstream.now += 9000;
      expect(await upstream.look()).toEqual([READY]);
    },
  );

  it('does not ask for inferences because one was disliked', async () => {
    await upstream.look();
    upstream.watch.doubted(status(400));
    expect(await upstream.look()).not.toContain(INFER);
  });
});
