import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { EXAMPLE_PICTURE } from '../../src/predict/example-picture.js';
import { answerTo, FakeUpstream, json } from '../support/fake-upstream.js';
import { startRemoteApp, type RemoteApp } from '../support/remote-app.js';
import { status } from '../support/upstream-misbehaviour.js';

const REQUEST = { image_base64: EXAMPLE_PICTURE };

describe('an upstream with another model', () => {
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
