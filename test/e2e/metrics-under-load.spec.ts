import { once } from 'node:events';
import { connect } from 'node:net';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import type { ServerAdapter } from '../../src/http/server-adapter.js';
import { WorkerPool } from '../../src/workers/worker-pool.js';
import { startApp, type RunningApp } from '../support/app.js';
import { Exposition } from '../support/exposition.js';
import { sendRaw } from '../support/doors.js';
import { validPicture } from '../support/pictures.js';
import { until } from '../support/until.js';
import { scrape } from '../support/scrape.js';

const { bytes } = validPicture('jpeg-baseline-420.jpg');

const connectionsOf = ({ app }: RunningApp) =>
  (app.getHttpAdapter() as unknown as ServerAdapter).connections.count;

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
