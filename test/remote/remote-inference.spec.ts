import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { drawPictures } from '../../src/cli/bench/drawn/draw-pictures.js';
import { EXAMPLE_PICTURE } from '../../src/predict/example-picture.js';
import { Upstream } from '../../src/remote/upstream.js';
import { startApp } from '../support/app.js';
import { FakeUpstream } from '../support/fake-upstream.js';
import { startRemoteApp, type RemoteApp } from '../support/remote-app.js';
import { until } from '../support/until.js';

interface Answer {
  predictions: { label: string; confidence: number }[];
}

const REQUEST = { image_base64: EXAMPLE_PICTURE, confidence_threshold: 0 };

/** What the server answers with the model in process. */
async function answersInProcess(pictures: string[]): Promise<unknown[]> {
  const local = await startApp();
  try {
    const answers: unknown[] = [];
    for (const image_base64 of pictures) {
      const response = await local.predict({ ...REQUEST, image_base64 }).expect(200);
      answers.push((response.body as Answer).predictions);
    }
    return answers;
  } finally {
    await local.close();
  }
}

async function draw(count: number): Promise<string[]> {
  return (await drawPictures('224x224', count)).map(({ bytes }) => Buffer.from(bytes).toString('base64'));
}

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

  it('gives each of 64 different pictures its own answer while they go in batches', async () => {
    const pictures = await draw(64);
    expect(new Set(pictures).size).toBe(64);
    const expected = await answersInProcess(pictures);
    upstream.always = (_call, _response, answer) => setTimeout(answer, 20);
    await start({ INFERENCE_CONNECTIONS: '2', WORKERS: '2' });
    const answers = await Promise.all(
      pictures.map(async (image_base64) => {
        const response = await app.predict({ ...REQUEST, image_base64 }).expect(200);
        return (response.body as Answer).predictions;
      }),
    );
    expect(answers).toEqual(expected);
    expect(Math.max(...upstream.calls.map(({ count }) => count))).toBeGreaterThan(1);
    expect(upstream.calls.reduce((sum, { count }) => sum + count, 0)).toBe(64);
    // Two for pictures and one for probes.
    expect(upstream.connections).toBeLessThanOrEqual(3);
  });

  it('answers all but the picture over which a batch fails', async () => {
    const pictures = await draw(5);
    await start({ INFERENCE_CONNECTIONS: '1' });
    await app.predict({ ...REQUEST, image_base64: pictures[4]! }).expect(200);
    const poison = upstream.calls[0]!.rows[0]!.join();
    upstream.always = (call, response, answer) => {
      const isPoisoned = call.rows.some((row) => row.join() === poison);
      setTimeout(() => {
        if (isPoisoned) response.writeHead(500).end('a kernel crashed');
        else answer();
      }, 100);
    };
    const answers = await Promise.all(
      pictures.map((image_base64) => app.predict({ ...REQUEST, image_base64 })),
    );
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200, 502]);
    expect(answers[4]!.body).toMatchObject({ code: 'upstream_failed' });
    expect(upstream.calls.some(({ count }) => count > 1)).toBe(true);
  });

  it('gives each picture of POST /predict/batch its own answer or problem', async () => {
    const pictures = await draw(3);
    const expected = await answersInProcess(pictures);
    await start({ BATCH_MAX_SIZE: '1', INFERENCE_CONNECTIONS: '1' });
    upstream.next.push(
      (_call, _response, answer) => {
        answer();
      },
      (_call, response) => response.writeHead(500).end(),
    );
    const images = pictures.map((image_base64) => ({ image_base64 }));
    const answer = await app.http
      .post('/predict/batch')
      .send({ images, confidence_threshold: 0 })
      .expect(200);
    const { results } = answer.body as {
      results: { status: number; predictions?: unknown; problem?: { code: string } }[];
    };
    expect(results.map(({ status }) => status)).toEqual([200, 502, 200]);
    expect(results.map(({ predictions }) => predictions)).toEqual([expected[0], undefined, expected[2]]);
    expect(results[1]!.problem).toMatchObject({ code: 'upstream_failed' });
  });

  it('fills the batches of the upstream with the pictures of one request', async () => {
    await start({ WORKERS: '1', BATCH_MAX_SIZE: '6', INFERENCE_CONNECTIONS: '1' });
    upstream.next.push((_call, _response, answer) => {
      // Until more pictures wait than workers hold.
      void until(() => app.app.get(Upstream).batcher.length >= 6).then(answer);
    });
    const images = Array.from({ length: 12 }, () => ({ image_base64: EXAMPLE_PICTURE }));
    const answer = await app.http.post('/predict/batch').send({ images }).expect(200);
    expect((answer.body as { counts: object }).counts).toEqual({ total: 12, succeeded: 12, failed: 0 });
    expect(upstream.calls.map(({ count }) => count)).toContain(6);
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
