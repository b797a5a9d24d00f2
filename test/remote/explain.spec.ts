import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { EXAMPLE_PICTURE } from '../../src/predict/example-picture.js';
import type { ExplanationResponse } from '../../src/explain/explanation.dto.js';
import { startApp } from '../support/app.js';
import { FakeUpstream } from '../support/fake-upstream.js';
import { startRemoteApp, type RemoteApp } from '../support/remote-app.js';
import { until } from '../support/until.js';

const REQUEST = { image_base64: EXAMPLE_PICTURE, grid: 4 };

describe('an explanation with a graph that another server runs', () => {
  let upstream: FakeUpstream;
  let app: RemoteApp;
  beforeEach(async () => {
    upstream = await FakeUpstream.start();
    app = await startRemoteApp(upstream, { INFERENCE_CONNECTIONS: '2', BATCH_MAX_SIZE: '4' });
    await app.untilHealth(200);
  });
  afterEach(async () => {
    await app.close();
    await upstream.close();
  });

  it('is that of the model in process, and its pieces go together', async () => {
    const local = await startApp();
    const expected = await local.http.post('/explain').send(REQUEST).expect(200);
    await local.close();
    // Slower than a worker, so that pieces gather.
    upstream.always = (_call, _response, answer) => void setTimeout(answer, 30);
    const remote = await app.http.post('/explain').send(REQUEST).expect(200);
    const { importance, confidence, view, overlay } = expected.body as ExplanationResponse;
    expect(remote.body).toMatchObject({ importance, confidence, view, overlay });
    const counts = upstream.calls.map(({ count }) => count);
    // The whole picture, and 16 pieces.
    expect(counts.reduce((a, b) => a + b)).toBe(17);
    expect(Math.max(...counts)).toBe(4);
  });

  it('leaves a call free for an ordinary picture', async () => {
    const held: (() => void)[] = [];
    // The whole picture is answered, its pieces are not.
    upstream.next.push((_call, _response, answer) => {
      answer();
    });
    upstream.always = (_call, _response, answer) => held.push(answer);
    const explaining = app.http
      .post('/explain')
      .send(REQUEST)
      .then(({ status }) => status);
    await until(() => upstream.calls.length === 2);
    // Long enough for more pieces to be there, for which there would be a call.
    await sleep(300);
    expect(upstream.calls).toHaveLength(2);
    const predicting = app.predict({ image_base64: EXAMPLE_PICTURE }).then(({ status }) => status);
    await until(() => upstream.calls.length === 3);
    held[1]!();
    expect(await predicting).toBe(200);
    upstream.always = (_call, _response, answer) => {
      answer();
    };
    held[0]!();
    expect(await explaining).toBe(200);
  });

  it('fails as a classification does where that server fails', async () => {
    upstream.always = (_call, response) => void response.destroy();
    const response = await app.http.post('/explain').send(REQUEST).expect(502);
    expect(response.body).toMatchObject({ code: 'upstream_failed' });
  });
});
