import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { EXAMPLE_PICTURE } from '../../src/predict/example-picture.js';
import { Upstream } from '../../src/remote/upstream.js';
import { until } from '../support/until.js';
import { FakeUpstream } from '../support/fake-upstream.js';
import { startRemoteApp, type RemoteApp } from '../support/remote-app.js';
import { status } from '../support/upstream-misbehaviour.js';

const REQUEST = { image_base64: EXAMPLE_PICTURE };

describe('an upstream that is down, or refuses', () => {
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

  it('is not probed while its answers prove that it is well', async () => {
    await start();
    await app.untilHealth(200);
    const before = upstream.gets.length;
    // Longer than the time between two probes.
    const end = Date.now() + 4000;
    while (Date.now() < end) await app.predict(REQUEST).expect(200);
    expect(upstream.gets.length).toBe(before);
  });
});
