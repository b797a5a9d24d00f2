import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { EXAMPLE_PICTURE } from '../../src/predict/example-picture.js';
import { Upstream } from '../../src/remote/upstream.js';
import { until } from '../support/until.js';
import { answerTo, FakeUpstream, json, type Misbehaviour } from '../support/fake-upstream.js';
import { startRemoteApp, type RemoteApp } from '../support/remote-app.js';

const REQUEST = { image_base64: EXAMPLE_PICTURE };

const status =
  (code: number, headers: object = {}): Misbehaviour =>
  (_call, response) => {
    json(response, code, { error: 'what it writes itself' }, headers);
  };

const answer =
  (body: object): Misbehaviour =>
  ({ id }, response) => {
    json(response, 200, { id, ...body });
  };

const output =
  (changes: object): Misbehaviour =>
  (call, response) => {
    json(response, 200, answerTo(call, changes));
  };

const anotherId: Misbehaviour = (call, response) => {
  json(response, 200, answerTo({ ...call, id: 'another' }));
};

const withoutId: Misbehaviour = (call, response) => {
  json(response, 200, answerTo({ ...call, id: undefined as never }));
};

const text: Misbehaviour = (_call, response) => {
  response.end('I am a teapot');
};

const reset: Misbehaviour = (_call, response) => {
  response.socket!.resetAndDestroy();
};

const half: Misbehaviour = (call, response) => {
  const whole = JSON.stringify(answerTo(call));
  response.writeHead(200, { 'content-type': 'application/json', 'content-length': whole.length });
  response.write(whole.slice(0, -10), () => response.socket!.destroy());
};

const giant: Misbehaviour = (_call, response) => {
  response.writeHead(200);
  const more = () => {
    while (!response.destroyed && response.write(Buffer.alloc(65_536, ' ')));
  };
  response.on('drain', more);
  more();
};

const silent: Misbehaviour = () => undefined;

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

describe('an upstream that fails', () => {
  let upstream: FakeUpstream;
  let app: RemoteApp;
  beforeEach(async () => {
    upstream = await FakeUpstream.start();
  });
  afterEach(async () => {
    await app.close();
    await upstream.close();
  });

  const start = async (env: Record<string, string> = {}) => {
    app = await startRemoteApp(upstream, env);
  };

  it('is left in peace after five failures, and asked again as soon as it is well', async () => {
    await start();
    await app.untilHealth(200);
    const { always } = upstream;
    upstream.always = status(500);
    for (let i = 0; i < 5; i++) await app.predict(REQUEST).expect(502);
    const { detail } = await app.problem(REQUEST, 502);
    expect(detail).toContain('its last calls failed');
    expect(upstream.calls.length).toBe(5);
    expect((await app.health()).detail).toContain('circuit open');
    upstream.always = always;
    await app.untilHealth(200);
    await app.predict(REQUEST).expect(200);
  });

  it('makes the server not ready while it is down, and ready when it is back', async () => {
    await start();
    await app.untilHealth(200);
    await upstream.close();
    await app.untilHealth('state unreachable, expected an answer');
    await app.http.get('/health/live').expect(200);
    await app.http.get('/health/startup').expect(200);
    await app.predict(REQUEST).expect(502);
    await upstream.listen();
    await app.untilHealth(200);
    await app.predict(REQUEST).expect(200);
  });

  it('makes the server not ready while its model is not', async () => {
    await start();
    await app.untilHealth(200);
    upstream.readyStatus = 400;
    await app.untilHealth('state not_ready, expected the status 200, received the status 400');
  });

  it('does not keep the server from starting', async () => {
    await upstream.close();
    await start();
    expect((await app.health()).code).toBe(503);
    const { detail } = await app.problem(REQUEST, 502);
    expect(detail).toContain('has not been found to have the right model yet');
    const model = await app.http.get('/model').expect(200);
    expect(model.body).toMatchObject({ version: 'unknown', kind: 'remote' });
    await upstream.listen();
    await app.untilHealth(200);
    await app.predict(REQUEST).expect(200);
  });

  it('with another model is not asked, and is when it has the right one', async () => {
    const right = upstream.metadata;
    upstream.metadata = { ...right, outputs: [{ name: 'logits', datatype: 'FP32', shape: [-1, 1000] }] };
    await start();
    await app.untilHealth(
      'state unfit, expected for the output "logits" the shape [-1,4], a score for each name of a class, received [-1,1000]',
    );
    await app.predict(REQUEST).expect(502);
    expect(upstream.calls).toEqual([]);
    upstream.metadata = right;
    await app.untilHealth(200);
    await app.predict(REQUEST).expect(200);
  });

  it('that does not let us in is told so', async () => {
    upstream.readyStatus = 401;
    await start();
    await app.untilHealth('expected to be let in (INFERENCE_API_KEY), received the status 401');
  });

  it('fails requests at once that wait behind calls that hang, when its circuit opens', async () => {
    // So that nothing else ends them.
    await start({ INFERENCE_CONNECTIONS: '2', BATCH_MAX_SIZE: '1', INFERENCE_TIMEOUT_MS: '600000' });
    await app.untilHealth(200);
    const { batcher } = app.app.get(Upstream);
    const hanging: (() => void)[] = [];
    upstream.always = (_call, _response, respond) => hanging.push(respond);
    const ask = () => app.predict(REQUEST).then(({ status: code }) => code);
    const sent = [ask(), ask()];
    await until(() => hanging.length === 2);
    const waiting = [ask(), ask(), ask()];
    await until(() => batcher.length === 3);
    upstream.readyStatus = 503;
    expect(await Promise.all(waiting)).toEqual([502, 502, 502]);
    const { detail } = await app.problem(REQUEST, 502);
    expect(detail).toContain('its last calls failed');
    // It may still be at work on what it has: a server that shuts down ends its calls.
    for (const respond of hanging) respond();
    expect(await Promise.all(sent)).toEqual([200, 200]);
  });

  it('lets others pass while it asks to be left alone by some, and passes that on', async () => {
    await start({ INFERENCE_CONNECTIONS: '1', BATCH_MAX_SIZE: '1' });
    await app.untilHealth(200);
    upstream.next.push(status(503, { 'retry-after': '2' }));
    const first = app.predict(REQUEST).then(({ status: code }) => ['first', code]);
    await until(() => upstream.calls.length === 1);
    const second = app.predict(REQUEST).then(({ status: code }) => ['second', code]);
    expect(await Promise.race([first, second])).toEqual(['second', 200]);
    expect(await first).toEqual(['first', 200]);
    upstream.always = status(503, { 'retry-after': '7' });
    for (let i = 0; i < 9; i++) {
      const response = await app.predict(REQUEST).expect(502);
      expect((response.headers as Record<string, string>)['retry-after']).toBe('7');
    }
    expect((await app.health()).code).toBe(200);
  });

  it('makes the server not ready when it is ready itself and lets no inference in', async () => {
    await start();
    await app.untilHealth(200);
    upstream.inferStatus = 401;
    await app.predict(REQUEST).expect(502);
    await app.untilHealth('state unfit, expected to be let in (INFERENCE_API_KEY), received the status 401');
    upstream.inferStatus = 200;
    await app.untilHealth(200);
    await app.predict(REQUEST).expect(200);
  });

  it('that is replaced by another version is looked at again before its answer is used', async () => {
    await start();
    await app.untilHealth(200);
    upstream.always = (call, response) => {
      json(response, 200, answerTo(call, {}, { model_version: '8' }));
    };
    upstream.metadata = { ...upstream.metadata, versions: ['8'] };
    await app.predict(REQUEST).expect(200);
    const next = await app.predict(REQUEST).expect(200);
    expect((next.headers as Record<string, string>)['x-model']).toContain('/8;');
    upstream.always = (call, response) => {
      json(response, 200, answerTo(call, {}, { model_version: '9' }));
    };
    upstream.metadata = {
      ...upstream.metadata,
      versions: ['9'],
      inputs: [{ name: 'pixel_values', datatype: 'FP32', shape: [-1, 224, 224, 3] }],
    };
    const { detail } = await app.problem(REQUEST, 502);
    expect(detail).toContain('received the answer of another version of the model, "9"');
  });

  it('is looked at again after a failure: it may have been replaced by another model', async () => {
    await start();
    await app.untilHealth(200);
    upstream.metadata = {
      ...upstream.metadata,
      outputs: [{ name: 'logits', datatype: 'FP32', shape: [-1, 5] }],
    };
    upstream.next.push(status(500));
    await app.predict(REQUEST).expect(502);
    await app.untilHealth('state unfit');
  });

  it('is not probed while its answers prove that it is well', async () => {
    await start();
    await app.untilHealth(200);
    const before = upstream.gets.length;
    // Longer than the time between two probes.
    const end = Date.now() + 4000;
    while (Date.now() < end) await app.predict(REQUEST).expect(200);
    expect(upstream.gets.length).toBe(before);
  });

  it('that takes one picture at a time gets one at a time', async () => {
    const shape = [1, 3, 224, 224];
    upstream.metadata = { ...upstream.metadata, inputs: [{ name: 'pixel_values', datatype: 'FP32', shape }] };
    upstream.always = (_call, _response, respond) => setTimeout(respond, 20);
    await start({ INFERENCE_CONNECTIONS: '1' });
    await app.untilHealth(200);
    await Promise.all(Array.from({ length: 6 }, () => app.predict(REQUEST).expect(200)));
    expect(upstream.calls.map(({ count }) => count)).toEqual([1, 1, 1, 1, 1, 1]);
  });
});
