import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { EXAMPLE_PICTURE } from '../../src/predict/example-picture.js';
import { FakeUpstream, type Misbehaviour } from '../support/fake-upstream.js';
import { startRemoteApp, type RemoteApp } from '../support/remote-app.js';
import {
  anotherId,
  answer,
  giant,
  half,
  output,
  reset,
  silent,
  status,
  text,
  withoutId,
} from '../support/upstream-misbehaviour.js';

const REQUEST = { image_base64: EXAMPLE_PICTURE };

describe('an upstream that fails once', () => {
  let upstream: FakeUpstream;
  let app: RemoteApp;
  beforeAll(async () => {
    upstream = await FakeUpstream.start();
    app = await startRemoteApp(upstream, { INFERENCE_TIMEOUT_MS: '1000' });
  });
  beforeEach(async () => {
    await app.untilHealth(200);
    upstream.calls.length = 0;
  });
  afterAll(async () => {
    await app.close();
    await upstream.close();
  });

  it.each<[string, Misbehaviour[]]>([
    ['503', [status(503)]],
    ['503 with a short Retry-After', [status(503, { 'retry-after': '0' })]],
    ['a reset', [reset]],
    ['a reset and 503', [reset, status(503)]],
  ])('is asked again after %s', async (_what, misbehaviours) => {
    upstream.next.push(...misbehaviours);
    await app.predict(REQUEST).expect(200);
    expect(upstream.calls.length).toBe(misbehaviours.length + 1);
    expect(new Set(upstream.calls.map(({ id }) => id)).size).toBe(1);
  });

  it.each<[string, Misbehaviour[], string]>([
    ['503 three times', [status(503), status(503), status(503)], 'received the status 503'],
    ['503 with a long Retry-After', [status(503, { 'retry-after': '30' })], 'received the status 503'],
    ['three resets', [reset, reset, reset], 'the connection failed (ECONNRESET)'],
    ['400', [status(400)], 'received the status 400'],
    ['401', [status(401)], 'received the status 401'],
    ['500', [status(500)], 'received the status 500'],
    ['a redirect', [status(307, { location: 'http://127.0.0.1:1/' })], 'received the status 307'],
    ['half an answer', [half], 'received an answer that broke off'],
    ['an answer without end', [giant], 'received an answer of more than'],
    ['text', [text], '13 bytes that are no JSON object'],
    ['no id', [withoutId], 'an answer without the id of the request'],
    ['the answer to another request', [anotherId], 'the answer to another request'],
    ['no outputs', [answer({})], 'an answer without outputs'],
    ['another datatype', [output({ datatype: 'INT32' })], 'the datatype "INT32" in place of FP32'],
    ['another shape', [output({ shape: [4, 1] })], 'the shape [4,1] in place of [1,4]'],
    ['a score too many', [output({ data: [1, 2, 3, 4, 5] })], '5 scores in place of 4'],
    ['a score too few', [output({ data: [1, 2, 3] })], '3 scores in place of 4'],
    ['null for a score', [output({ data: [1, 2, null, 4] })], 'received null among the scores'],
    ['text for a score', [output({ data: [1, 2, 'NaN', 4] })], 'received "NaN" among the scores'],
  ])('is a 502 that says so, and never a label: %s', async (_what, misbehaviours, received) => {
    upstream.next.push(...misbehaviours);
    const { code, detail } = await app.problem(REQUEST, 502);
    const { host } = new URL(upstream.url);
    expect(code).toBe('upstream_failed');
    expect(detail).toContain(
      `expected an answer from the inference server ${host} for its model simulated, `,
    );
    expect(detail).toContain(received);
    expect(detail).not.toContain('what it writes itself');
    expect(upstream.calls.length).toBe(misbehaviours.length);
    // And the next one is answered, over a connection that has nothing left of this answer.
    await app.predict(REQUEST).expect(200);
  });

  it('is a 504 when it does not answer in time, and is not asked again', async () => {
    upstream.next.push(silent);
    const { code, detail } = await app.problem(REQUEST, 504);
    expect(code).toBe('upstream_timeout');
    expect(detail).toContain('received no whole answer within 1000 ms');
    expect(upstream.calls.length).toBe(1);
  });

  it('is a 504 when the deadline of the request ends before', async () => {
    upstream.next.push(silent);
    const { code } = await app.problem(REQUEST, 504, { 'X-Request-Timeout-Ms': '500' });
    expect(code).toBe('upstream_timeout');
  });
});
