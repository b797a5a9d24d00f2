import { once } from 'node:events';
import { connect } from 'node:net';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { MetricsRegistry } from '../../src/metrics/metrics-registry.js';
import type { ServerAdapter } from '../../src/http/server-adapter.js';
import { WorkerPool } from '../../src/workers/worker-pool.js';
import { untilReady } from '../contract/faults.js';
import { makeKey } from '../support/api-keys.js';
import { startApp, type RunningApp } from '../support/app.js';
import { Exposition, type Labels } from '../support/exposition.js';
import { FakeUpstream } from '../support/fake-upstream.js';
import { sendForm, sendRaw } from '../support/doors.js';
import { base64Input } from '../support/open-inference.js';
import { invalidPictures, validPicture } from '../support/pictures.js';
import { until } from '../support/until.js';

const { bytes, width, height } = validPicture('jpeg-baseline-420.jpg');
const { bytes: png } = validPicture('png-rgb-8bit.png');
const corrupt = invalidPictures.find(({ code }) => code === 'image_corrupt')!.bytes;
const image_base64 = bytes.toString('base64');
const prometheus = makeKey('prometheus', ['metrics']);
const frontend = makeKey('frontend');

/** Without a request of its own, which would be counted. */
const scrape = async ({ app }: RunningApp) => new Exposition(await app.get(MetricsRegistry).render());

/** How much a request adds to each metric that is named. */
async function added(
  app: RunningApp,
  act: () => Promise<unknown>,
  metrics: readonly (readonly [name: string, labels?: Labels])[],
): Promise<number[]> {
  const before = await scrape(app);
  await act();
  // Answers are counted when they have been sent.
  let after = await scrape(app);
  while (after.sum('tetrapod_requests_in_flight') > 0) after = await scrape(app);
  return metrics.map(([name, labels]) => round(after.sum(name, labels) - before.sum(name, labels)));
}

const connectionsOf = ({ app }: RunningApp) =>
  (app.getHttpAdapter() as unknown as ServerAdapter).connections.count;

const round = (value: number) => Math.round(value * 1e6) / 1e6;

describe('GET /metrics', () => {
  let app: RunningApp;
  beforeAll(async () => {
    app = await startApp();
  });
  afterAll(() => app.close());

  it('is the text format of Prometheus, is not cached, and has a head', async () => {
    const { headers, text } = await app.http.get('/metrics').expect(200);
    expect(headers).toMatchObject({
      'content-type': 'text/plain; version=0.0.4; charset=utf-8',
      'cache-control': 'no-store',
    });
    expect(new Exposition(text).types.get('tetrapod_http_requests_total')).toBe('counter');
    await app.http
      .head('/metrics')
      .expect(200)
      .expect('content-length', /^\d{4,}$/);
  });

  it('counts requests by method, route, status and code, and measures them', async () => {
    const ok = { route: '/predict', status: '200' };
    expect(
      await added(app, () => app.predict({ image_base64 }).expect(200), [
        ['tetrapod_http_requests_total'],
        ['tetrapod_http_requests_total', { ...ok, method: 'POST', code: 'none' }],
        ['tetrapod_http_request_duration_seconds_count', ok],
        ['tetrapod_http_request_duration_seconds_bucket', { ...ok, le: '10' }],
      ]),
    ).toEqual([1, 1, 1, 1]);
    const model = '/v2/models/:model/infer';
    const wrong = () => app.http.post('/v2/models/tetrapod-simulated/infer').send({}).expect(400);
    expect(
      await added(app, wrong, [
        ['tetrapod_http_requests_total', { route: model, status: '400', code: 'validation_failed' }],
        ['tetrapod_rejections_total', { reason: 'validation_failed' }],
      ]),
    ).toEqual([1, 1]);
  });

  it('measures durations in seconds', async () => {
    const start = performance.now();
    const [sum] = await added(app, () => app.predict({ image_base64 }), [
      ['tetrapod_http_request_duration_seconds_sum', { route: '/predict' }],
    ]);
    expect(sum).toBeGreaterThan(0);
    expect(sum).toBeLessThan((performance.now() - start) / 1000);
  });

  it('counts a client that leaves before its answer as aborted, and as no refusal', async () => {
    const leave = async () => {
      const socket = connect(app.port, '127.0.0.1');
      socket.write(
        'POST /predict HTTP/1.1\r\nHost: x\r\nContent-Type: image/png\r\nContent-Length: 9\r\n\r\n1',
      );
      while ((await scrape(app)).sum('tetrapod_requests_in_flight') === 0);
      socket.destroy();
    };
    expect(
      await added(app, leave, [
        ['tetrapod_http_requests_total', { route: '/predict', status: 'aborted', code: 'none' }],
        ['tetrapod_http_request_duration_seconds_count', { route: '/predict', status: 'aborted' }],
        ['tetrapod_rejections_total'],
      ]),
    ).toEqual([1, 1, 0]);
  });

  const doors: [door: string, send: (app: RunningApp) => Promise<unknown>, pictures: number][] = [
    ['JSON', ({ predict }) => predict({ image_base64 }).expect(200), 1],
    ['a picture as it is', (to) => sendRaw(to, bytes).expect(200), 1],
    ['a form', (to) => sendForm(to, [['file', bytes, 'a.jpg']]).expect(200), 1],
    [
      'a batch',
      ({ http }) =>
        http
          .post('/predict/batch')
          .send({ images: [{ image_base64 }, { image_base64 }] })
          .expect(200),
      2,
    ],
    [
      'the Open Inference Protocol',
      ({ http }) =>
        http
          .post('/v2/models/tetrapod-simulated/infer')
          .send({ inputs: [base64Input(bytes, bytes, bytes)] })
          .expect(200),
      3,
    ],
  ];
  it.each(doors)(
    'counts the pictures of %s, their size, stages and labels',
    async (_door, send, pictures) => {
      const best = await app.predict({ image_base64, confidence_threshold: 0 });
      const [{ label, confidence }] = (best.body as { predictions: [{ label: string; confidence: number }] })
        .predictions;
      expect(
        await added(app, () => send(app), [
          ['tetrapod_pictures_total'],
          ['tetrapod_pictures_total', { format: 'jpeg', code: 'none' }],
          ['tetrapod_picture_megapixels_sum'],
          ['tetrapod_picture_bytes_count'],
          ['tetrapod_predictions_total'],
          ['tetrapod_predictions_total', { label }],
          ['tetrapod_top_confidence_count'],
          ...['queue', 'decode', 'preprocess', 'inference'].map(
            (stage) => ['tetrapod_stage_duration_seconds_count', { stage }] as const,
          ),
          ...['receive', 'parse'].map(
            (stage) => ['tetrapod_stage_duration_seconds_count', { stage }] as const,
          ),
        ]),
      ).toEqual([
        ...[pictures, pictures, round((pictures * width * height) / 1e6), pictures],
        ...[pictures, pictures, pictures],
        ...[pictures, pictures, pictures, pictures],
        ...[1, 1],
      ]);
      const [sum] = await added(app, () => send(app), [['tetrapod_top_confidence_sum']]);
      expect(sum).toBeCloseTo(pictures * confidence, 4);
    },
  );

  it('counts the bad pictures of a batch by their codes, and its good ones', async () => {
    const images = [corrupt, png, Buffer.from('text')].map((picture) => ({
      image_base64: picture.toString('base64'),
    }));
    expect(
      await added(app, () => app.http.post('/predict/batch').send({ images }).expect(200), [
        ['tetrapod_pictures_total', { format: 'unknown', code: 'image_corrupt' }],
        ['tetrapod_pictures_total', { format: 'unknown', code: 'unsupported_image_format' }],
        ['tetrapod_pictures_total', { format: 'png', code: 'none' }],
        ['tetrapod_predictions_total'],
        ['tetrapod_rejections_total'],
        ['tetrapod_http_requests_total', { code: 'none' }],
      ]),
    ).toEqual([1, 1, 1, 1, 0, 1]);
  });

  it('counts tensors as tensors', async () => {
    const data = Array.from({ length: 3 * 224 * 224 }, () => 0);
    const input = { name: 'pixel_values', shape: [1, 3, 224, 224], datatype: 'FP32', data };
    const send = () => app.http.post('/v2/models/tetrapod-simulated/infer').send({ inputs: [input] });
    expect(
      await added(app, send, [
        ['tetrapod_pictures_total', { format: 'tensor', code: 'none' }],
        ['tetrapod_picture_megapixels_count'],
        ['tetrapod_predictions_total'],
      ]),
    ).toEqual([1, 0, 1]);
  });

  it('tells what stands still: limits, workers, versions, readiness', async () => {
    const metrics = await scrape(app);
    const { labels } = app.app.get(WorkerPool).model;
    expect(metrics.find('tetrapod_predictions_total').map((sample) => sample.labels.label)).toEqual([
      ...labels,
    ]);
    const values = [
      ['tetrapod_queue_limit', 256],
      ['tetrapod_queue_length', 0],
      ['tetrapod_jobs_in_flight', 0],
      ['tetrapod_workers', 1],
      ['tetrapod_workers_wanted', 1],
      ['tetrapod_ready', 1],
      ['tetrapod_draining', 0],
      ['tetrapod_requests_in_flight', 0],
    ] as const;
    expect(values.map(([name]) => [name, metrics.sum(name)])).toEqual(values);
    const info = { name: 'tetrapod-simulated', version: '1.0.0', kind: 'simulated' };
    expect(metrics.sum('tetrapod_model_info', info)).toBe(1);
    expect(metrics.sum('tetrapod_build_info', { node_version: process.versions.node })).toBe(1);
    expect(metrics.sum('tetrapod_body_bytes_limit', { budget: 'small' })).toBe(8 * 1024 * 1024);
    expect(metrics.sum('tetrapod_connections_limit')).toBeGreaterThan(100);
    expect(metrics.sum('tetrapod_worker_resident_memory_bytes')).toBeGreaterThan(10e6);
    expect(metrics.find('tetrapod_requests_by_key_total')).toEqual([]);
  });

  it('tells of the process, its memory, its event loop and the garbage collector', async () => {
    const metrics = await scrape(app);
    for (const name of [
      ...['process_cpu_seconds_total', 'process_resident_memory_bytes', 'process_start_time_seconds'],
      ...['nodejs_eventloop_lag_p99_seconds', 'nodejs_heap_size_used_bytes'],
    ]) {
      expect([name, metrics.sum(name)]).toEqual([name, expect.any(Number)]);
    }
    const collected = metrics.sum('nodejs_gc_duration_seconds_count');
    for (let i = 0; i < 200; i++) await app.http.get('/health/live');
    // What is left over from two hundred requests is collected some time.
    let after = await scrape(app);
    while (after.sum('nodejs_gc_duration_seconds_count') === collected) after = await scrape(app);
    expect(after.sum('nodejs_gc_duration_seconds_sum')).toBeGreaterThan(0);
  });
});

describe('what is going on while the metrics are read', () => {
  let app: RunningApp;
  beforeAll(async () => {
    app = await startApp({ QUEUE_MAX: '5' });
  });
  afterAll(() => app.close());
  const workers = () => app.app.get(WorkerPool);

  it('is told: the queue, the jobs, the bodies, the connections; and the server answers though it is full', async () => {
    const [worker] = workers().processIds;
    process.kill(worker!, 'SIGSTOP');
    const answers = Array.from({ length: 5 }, () => sendRaw(app, bytes));
    const all = Promise.all(answers.map((answer) => answer.expect(200)));
    await until(() => workers().queueLength === 3);
    const { text } = await app.http.get('/metrics').expect(200);
    process.kill(worker!, 'SIGCONT');
    const metrics = new Exposition(text);
    expect(metrics.sum('tetrapod_queue_length')).toBe(3);
    expect(metrics.sum('tetrapod_jobs_in_flight')).toBe(2);
    expect(metrics.sum('tetrapod_body_bytes', { budget: 'small' })).toBe(5 * bytes.length);
    expect(metrics.sum('tetrapod_body_bytes', { budget: 'large' })).toBe(0);
    // The five, and the one that asks.
    expect(metrics.sum('tetrapod_requests_in_flight')).toBe(6);
    expect(metrics.sum('tetrapod_connections')).toBeGreaterThanOrEqual(6);
    await all;
  });

  it('counts a worker that ends, and has no live one until the next is there', async () => {
    const before = await scrape(app);
    expect(
      before.find('tetrapod_worker_ends_total').map(({ labels, value }) => [labels.reason, value]),
    ).toEqual([
      ['crashed', 0],
      ['hung', 0],
    ]);
    process.kill(workers().processIds[0]!, 'SIGKILL');
    await until(() => workers().ends.crashed === 1);
    const after = await scrape(app);
    expect(after.sum('tetrapod_worker_ends_total', { reason: 'crashed' })).toBe(1);
    expect([after.sum('tetrapod_workers'), after.sum('tetrapod_ready')]).toEqual([0, 0]);
    await until(() => workers().processIds.length === 1);
    expect((await scrape(app)).sum('tetrapod_ready')).toBe(1);
  });
});

describe('connections beyond those that get an answer', () => {
  let app: RunningApp;
  afterEach(() => app.close());

  it('are counted as refused all the same', async () => {
    app = await startApp();
    app.server.maxConnections = 1;
    const held = connect(app.port, '127.0.0.1');
    await once(held, 'connect');
    await until(() => connectionsOf(app) === 1);
    const dropped = connect(app.port, '127.0.0.1');
    // Closed, or reset.
    dropped.on('error', () => undefined);
    await once(dropped, 'close');
    const metrics = await scrape(app);
    expect(metrics.sum('tetrapod_rejections_total')).toBe(1);
    expect(metrics.sum('tetrapod_rejections_total', { reason: 'too_many_connections' })).toBe(1);
    expect(metrics.sum('tetrapod_connections')).toBe(1);
    held.destroy();
  });
});

describe('the inference server', () => {
  let upstream: FakeUpstream;
  let app: RunningApp;
  beforeAll(async () => {
    upstream = await FakeUpstream.start();
    app = await startApp({ INFERENCE_URL: upstream.url, INFERENCE_TIMEOUT_MS: '200' });
    await untilReady(app);
  });
  afterAll(async () => {
    await app.close();
    await upstream.close();
  });
  const predict = (times: number) =>
    Promise.all(Array.from({ length: times }, () => sendRaw(app, bytes).then(({ status }) => status)));

  it('is told of: its calls, how they ended, how long they took and how many pictures they had', async () => {
    expect(
      await added(app, () => predict(1), [
        ['tetrapod_upstream_calls_total'],
        ['tetrapod_upstream_calls_total', { result: 'answered' }],
        ['tetrapod_upstream_call_duration_seconds_count'],
        ['tetrapod_upstream_batch_size_sum'],
        ['tetrapod_stage_duration_seconds_count', { stage: 'inference' }],
      ]),
    ).toEqual([1, 1, 1, 1, 1]);
    expect((await scrape(app)).sum('tetrapod_model_info', { kind: 'remote' })).toBe(1);
  });

  it('that fails is told of by what was wrong, and by its circuit', async () => {
    upstream.always = () => undefined;
    expect(
      await added(app, () => predict(1), [
        ['tetrapod_upstream_calls_total', { result: 'timeout' }],
        ['tetrapod_http_requests_total', { code: 'upstream_timeout' }],
        ['tetrapod_pictures_total', { format: 'unknown', code: 'upstream_timeout' }],
        ['tetrapod_rejections_total'],
      ]),
    ).toEqual([1, 1, 1, 0]);
    expect((await scrape(app)).sum('tetrapod_upstream_circuit_open')).toBe(0);
    while ((await scrape(app)).sum('tetrapod_upstream_circuit_open') === 0) await predict(1);
    // Whoever comes now is refused without a call.
    expect(
      await added(app, () => predict(1), [
        ['tetrapod_upstream_calls_total'],
        ['tetrapod_http_requests_total', { code: 'upstream_failed' }],
      ]),
    ).toEqual([0, 1]);
  });
});

describe('METRICS', () => {
  let app: RunningApp;
  afterEach(() => app.close());
  const API_KEYS = [prometheus.entry, frontend.entry].join(',');

  it('on: with keys, one with the scope metrics, and requests are counted by key', async () => {
    app = await startApp({ API_KEYS });
    await app.http.get('/metrics').expect(401);
    await app.http.get('/metrics').set('Authorization', `Bearer ${frontend.key}`).expect(403);
    const ask = () => app.http.get('/metrics').set('Authorization', `Bearer ${prometheus.key}`).expect(200);
    await ask();
    const metrics = new Exposition((await ask()).text);
    expect(metrics.sum('tetrapod_requests_by_key_total', { key: 'frontend' })).toBe(1);
    expect(metrics.sum('tetrapod_requests_by_key_total', { key: 'prometheus' })).toBe(1);
    expect(metrics.sum('tetrapod_rejections_total', { reason: 'unauthorized' })).toBe(1);
    expect(metrics.sum('tetrapod_rejections_total', { reason: 'forbidden' })).toBe(1);
  });

  it('public: everybody, though there are keys', async () => {
    app = await startApp({ API_KEYS, METRICS: 'public' });
    await app.http.get('/metrics').expect(200);
    await app.http.get('/model').expect(401);
  });

  it('off: nobody', async () => {
    app = await startApp({ METRICS: 'off' });
    await app.http.get('/metrics').expect(404);
    const { text } = await app.http.get('/docs-json').expect(200);
    expect(text).not.toContain('"/metrics"');
  });

  it('is not counted in the rate limit', async () => {
    app = await startApp({ RATE_LIMIT: '1/1h' });
    for (let i = 0; i < 3; i++) await app.http.get('/metrics').expect(200);
    await app.predict({ image_base64 }).expect(200);
    await app.predict({ image_base64 }).expect(429);
  });
});
