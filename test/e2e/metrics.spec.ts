import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { WorkerPool } from '../../src/workers/worker-pool.js';
import { startApp, type RunningApp } from '../support/app.js';
import { Exposition } from '../support/exposition.js';
import { validPicture } from '../support/pictures.js';
import { added, scrape } from '../support/scrape.js';

const { bytes } = validPicture('jpeg-baseline-420.jpg');
const image_base64 = bytes.toString('base64');

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
