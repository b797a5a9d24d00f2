import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Response } from 'supertest';
import { DrainService } from '../../src/shutdown/drain.service.js';
import { makeKey } from '../support/api-keys.js';
import { startApp, type RunningApp } from '../support/app.js';
import { modelPath } from '../support/tiny-models.js';

const { version } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as {
  version: string;
};

/** The body of an answer, which supertest calls `any`. */
function bodyOf({ body }: Response): unknown {
  return body;
}

describe('the Open Inference Protocol', () => {
  let app: RunningApp;
  beforeAll(async () => {
    app = await startApp();
  });
  afterAll(() => app.close());

  it.each(['/v2', '/v2/'])('describes the server under %s', async (path) => {
    const body = bodyOf(
      await app.http
        .get(path)
        .expect(200)
        .expect('Content-Type', /^application\/json/),
    );
    expect(body).toEqual({
      name: 'tetrapod',
      version,
      extensions: ['binary_tensor_data', 'classification'],
    });
  });

  it('says that it lives and takes requests', async () => {
    expect((await app.http.get('/v2/health/live').expect(200)).body).toEqual({ live: true });
    expect((await app.http.get('/v2/health/ready').expect(200)).body).toEqual({ live: true, ready: true });
  });

  it.each(['/v2/models/tetrapod-simulated', '/v2/models/tetrapod-simulated/versions/1.0.0'])(
    'describes the model under %s',
    async (path) => {
      expect((await app.http.get(path).expect(200)).body).toEqual({
        name: 'tetrapod-simulated',
        versions: ['1.0.0'],
        platform: 'tetrapod_simulated',
        inputs: [{ name: 'pixel_values', datatype: 'FP32', shape: [-1, 3, 224, 224] }],
        outputs: [
          { name: 'logits', datatype: 'FP32', shape: [-1, 4] },
          { name: 'confidences', datatype: 'FP32', shape: [-1, 4] },
        ],
      });
      expect((await app.http.get(`${path}/ready`).expect(200)).body).toEqual({
        name: 'tetrapod-simulated',
        ready: true,
      });
    },
  );

  it('answers HEAD as GET, without a body', async () => {
    const { headers, text } = await app.http.head('/v2/models/tetrapod-simulated').expect(200);
    expect(Number(headers['content-length'])).toBeGreaterThan(100);
    expect(text).toBeUndefined();
  });

  it.each([
    ['get', '/v2/models/other', /expected the model tetrapod-simulated/],
    ['get', '/v2/models/other/ready', /expected the model/],
    ['get', '/v2/models/tetrapod-simulated/versions/2', /expected the version 1\.0\.0/],
    ['get', '/v2/models/tetrapod-simulated/versions/2/ready', /expected the version/],
    ['post', '/v2/models/other/infer', /expected the model/],
    ['post', '/v2/models/tetrapod-simulated/versions/2/infer', /expected the version/],
    ['get', '/v2/models', /expected a path of the API/],
    ['get', '/v2/anything', /expected a path of the API/],
    ['post', '/v2/repository/index', /expected a path of the API/],
  ] as const)('answers 404 with an error for %s %s', async (method, path, message) => {
    const body = bodyOf(
      await app.http[method](path)
        .expect(404)
        .expect('Content-Type', /^application\/json/),
    );
    expect(body).toEqual({ error: expect.stringMatching(message) as unknown });
  });

  it('answers 405 with an error for another method', async () => {
    const body = bodyOf(
      await app.http.get('/v2/models/tetrapod-simulated/infer').expect(405).expect('Allow', 'POST'),
    );
    expect(body).toEqual({ error: 'expected POST for this path, received GET' });
  });

  it('leaves the problem documents of all other paths as they are', async () => {
    await app.http
      .get('/v2x')
      .expect(404)
      .expect('Content-Type', /^application\/problem\+json/);
  });

  it('is not ready during a drain, and lives', async () => {
    const draining = await startApp({ SHUTDOWN_DELAY_MS: '600', SHUTDOWN_GRACE_MS: '5000' });
    const drained = draining.app.get(DrainService).drain(draining.server);
    for (const path of ['/v2/health/ready', '/v2/models/tetrapod-simulated/ready']) {
      const body = bodyOf(await draining.http.get(path).expect(503));
      expect(body).toEqual({ error: 'expected every check to pass, failed: not_draining' });
    }
    await draining.http.get('/v2/health/live').expect(200);
    await drained;
    await draining.close();
  });
});

describe('the name of the model in paths', () => {
  it('is that of the folder', async () => {
    const app = await startApp({ MODEL: modelPath('label-groups') });
    const body = bodyOf(await app.http.get('/v2/models/label-groups').expect(200));
    expect(body).toMatchObject({
      name: 'label-groups',
      platform: 'onnx_onnxv1',
      inputs: [{ shape: [-1, 3, 8, 8] }],
      outputs: [
        { name: 'logits', shape: [-1, 6] },
        { name: 'confidences', shape: [-1, 3] },
      ],
    });
    await app.close();
  });

  it.each([{ MODEL: 'simulated' }, { MODEL: modelPath('colour-linear') }])(
    'is MODEL_NAME where that is set, here, in GET /model and in X-Model: %j',
    async (env) => {
      const app = await startApp({ ...env, MODEL_NAME: 'frogs-2.1_b' });
      const body = bodyOf(await app.http.get('/v2/models/frogs-2.1_b').expect(200));
      expect(body).toMatchObject({ name: 'frogs-2.1_b' });
      await app.http.get('/v2/models/tetrapod-simulated').expect(404);
      const model = await app.http.get('/model').expect(200);
      expect((model.body as { name: string }).name).toBe('frogs-2.1_b');
      const answer = await app.http.post('/v2/models/frogs-2.1_b/infer').send('{}').expect(400);
      expect(answer.headers['x-model']).toMatch(/^frogs-2\.1_b\//);
      await app.close();
    },
  );
});

describe('keys', () => {
  const reader = makeKey('reader');
  const metrics = makeKey('prom', ['metrics']);
  let app: RunningApp;
  beforeAll(async () => {
    app = await startApp({ API_KEYS: [reader, metrics].map(({ entry }) => entry).join(',') });
  });
  afterAll(() => app.close());

  it.each(['/v2/health/live', '/v2/health/ready'])('are not needed for %s', async (path) => {
    await app.http.get(path).expect(200);
  });

  it.each([
    ['get', '/v2'],
    ['get', '/v2/models/tetrapod-simulated'],
    ['get', '/v2/models/tetrapod-simulated/ready'],
    ['post', '/v2/models/tetrapod-simulated/infer'],
    ['post', '/v2/models/other/infer'],
  ] as const)('are needed for %s %s, with the scope predict', async (method, path) => {
    const none = await app.http[method](path)
      .expect(401)
      .expect('WWW-Authenticate', /Bearer/);
    expect((none.body as { error: string }).error).toContain('expected an API key');
    const wrong = await app.http[method](path).set('Authorization', `Bearer ${metrics.key}`).expect(403);
    expect((wrong.body as { error: string }).error).toContain('scope predict');
    const right = await app.http[method](path).set('Authorization', `Bearer ${reader.key}`);
    expect(right.status).not.toBe(401);
    expect(right.status).not.toBe(403);
  });
});
