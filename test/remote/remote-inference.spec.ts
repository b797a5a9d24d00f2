import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { EXAMPLE_PICTURE } from '../../src/predict/example-picture.js';
import { Upstream } from '../../src/remote/upstream.js';
import { FakeUpstream } from '../support/fake-upstream.js';
import { startRemoteApp, type RemoteApp } from '../support/remote-app.js';
import { until } from '../support/until.js';
import { type Answer, answersInProcess, draw, REQUEST } from '../support/remote-answers.js';

describe('remote inference', () => {
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
    await app.untilHealth(200);
  };

  it.each([
    ['binary data', ['binary_tensor_data']],
    ['JSON', []],
  ])('gives the very answers of the model in process, over %s', async (_what, extensions) => {
    upstream.extensions = extensions;
    const [expected] = await answersInProcess([EXAMPLE_PICTURE]);
    await start();
    const response = await app.predict(REQUEST).expect(200);
    const headers = response.headers as Record<string, string>;
    expect((response.body as Answer).predictions).toEqual(expected);
    expect(headers['x-model']).toBe('tetrapod-simulated/7; kind=remote');
    expect(headers['server-timing']).toMatch(/decode;dur=.+preprocess;dur=.+inference;dur=/);
    expect(upstream.calls.map(({ isBinary }) => isBinary)).toEqual([extensions.length > 0]);
  });

  it('describes the model and names who runs it', async () => {
    await start();
    const response = await app.http.get('/model').expect(200);
    expect(response.body).toMatchObject({
      name: 'tetrapod-simulated',
      version: '7',
      kind: 'remote',
      labels: ['Mammal', 'Bird', 'Reptile', 'Amphibian'],
      input: { shape: [1, 3, 224, 224], data_type: 'float32', layout: 'NCHW' },
    });
    const { description } = response.body as { description: string };
    const { host } = new URL(upstream.url);
    expect(description).not.toContain('.;');
    expect(description).toContain(`; answered by the inference server ${host}, model simulated`);
  });

  it('serves the Open Inference Protocol itself, with the names of the upstream', async () => {
    const shape = [-1, 3, 224, 224];
    upstream.metadata = { ...upstream.metadata, inputs: [{ name: 'image', datatype: 'FP32', shape }] };
    // One call after the other, so that they are recorded in order.
    await start({ INFERENCE_CONNECTIONS: '1' });
    const model = await app.http.get('/v2/models/tetrapod-simulated').expect(200);
    expect(model.body).toMatchObject({
      versions: ['7'],
      inputs: [{ name: 'image', datatype: 'FP32', shape }],
    });
    const data = await draw(3);
    const parameters = { content_type: 'base64' };
    const inputs = [{ name: 'image', datatype: 'BYTES', shape: [3], data, parameters }];
    const answer = await app.http
      .post('/v2/models/tetrapod-simulated/infer')
      .send({ inputs, outputs: [{ name: 'logits' }] })
      .expect(200);
    const { outputs } = answer.body as { outputs: { shape: number[]; data: number[] }[] };
    expect(outputs[0]!.shape).toEqual([3, 4]);
    const rows = upstream.calls.flatMap((call) => call.rows);
    expect(outputs[0]!.data.map((score) => Math.fround(score))).toEqual(rows.flat());
    expect(new Set(rows.map(String)).size).toBe(3);
    // The tensor of a picture that was prepared elsewhere goes on as it is.
    const tensor = {
      name: 'image',
      datatype: 'FP32',
      shape: [1, 3, 224, 224],
      data: new Array(3 * 224 * 224).fill(0.5),
    };
    await app.http
      .post('/v2/models/tetrapod-simulated/infer')
      .send({ inputs: [tensor] })
      .expect(200);
    expect(upstream.calls.at(-1)!.rows).toEqual([
      upstream.rowOf(new Float32Array(3 * 224 * 224).fill(0.5), 224, 224),
    ]);
  });

  it('does not guess what the upstream has not told', async () => {
    upstream.readyStatus = 503;
    app = await startRemoteApp(upstream);
    const paths = ['', '/versions/7', '/versions/unknown'].map(
      (end) => `/v2/models/tetrapod-simulated${end}`,
    );
    for (const path of paths) {
      const response = await app.http.get(path).expect(503);
      expect((response.body as { error: string }).error).toMatch(
        /expected an inference server \(INFERENCE_URL\) that has told/,
      );
      expect(response.headers['retry-after']).toBe('1');
    }
    await app.http.get('/v2/models/other').expect(404);
    upstream.readyStatus = 200;
    await app.untilHealth(200);
    await app.http.get(paths[0]!).expect(200);
    await app.http.get(paths[1]!).expect(200);
    await app.http.get(paths[2]!).expect(404);
  });

  it('refuses a tensor of numbers that are none before it asks anybody', async () => {
    await start();
    const tensor = Buffer.from(new Float32Array(3 * 224 * 224).fill(NaN, 7, 8).buffer);
    const parameters = { binary_data_size: tensor.length };
    const inputs = [{ name: 'pixel_values', datatype: 'FP32', shape: [1, 3, 224, 224], parameters }];
    const head = Buffer.from(JSON.stringify({ inputs }));
    const answer = await app.http
      .post('/v2/models/tetrapod-simulated/infer')
      .set({
        'Inference-Header-Content-Length': String(head.length),
        'Content-Type': 'application/octet-stream',
      })
      .send(Buffer.concat([head, tensor]))
      .expect(400);
    expect((answer.body as { error: string }).error).toContain('NaN at element 7');
    expect(upstream.calls).toEqual([]);
  });

  it('sends its key, and shows it to nobody', async () => {
    await start({ INFERENCE_API_KEY: 'a-secret-key' });
    const { text } = await app.predict(REQUEST).expect(200);
    expect(upstream.calls[0]!.headers.authorization).toBe('Bearer a-secret-key');
    const model = await app.http.get('/model');
    const health = await app.http.get('/health/ready');
    expect(text + model.text + health.text).not.toContain('a-secret-key');
  });

  it('stops asking when the client leaves', async () => {
    // So that nothing else ends the call.
    await start({ INFERENCE_TIMEOUT_MS: '600000', REQUEST_TIMEOUT_MS: '600000' });
    let hasClosed = false;
    upstream.next.push((_call, response) => response.once('close', () => (hasClosed = true)));
    const leaving = app.predict(REQUEST);
    leaving.end(() => undefined);
    await until(() => upstream.calls.length === 1);
    leaving.abort();
    await until(() => hasClosed);
    await app.predict(REQUEST).expect(200);
  });

  it('refuses pictures when QUEUE_MAX of them wait for the upstream', async () => {
    await start({ INFERENCE_CONNECTIONS: '1', BATCH_MAX_SIZE: '1', QUEUE_MAX: '2' });
    upstream.always = () => undefined;
    const { batcher } = app.app.get(Upstream);
    const waiting = [];
    for (let length = 0; length <= 2; length++) {
      const asked = app.predict(REQUEST);
      asked.end(() => undefined);
      waiting.push(asked);
      await until(() => upstream.calls.length === 1 && batcher.length === length);
    }
    const { code, detail } = await app.problem(REQUEST, 503);
    expect(code).toBe('overloaded');
    expect(detail).toContain('all 2 places (QUEUE_MAX) are taken');
    for (const asked of waiting) asked.abort();
    await until(() => batcher.length === 0);
  });
});
