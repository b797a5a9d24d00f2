import { request } from 'node:http';
import { afterEach, describe, expect, it } from '@jest/globals';
import { DrainService } from '../../src/shutdown/drain.service.js';
import { EXAMPLE_PICTURE } from '../../src/predict/example-picture.js';
import { WorkerPool } from '../../src/workers/worker-pool.js';
import { until } from '../support/until.js';
import { startApp, type RunningApp } from '../support/app.js';

describe('health', () => {
  let app: RunningApp;
  afterEach(() => app.close());

  it.each(['live', 'ready', 'startup'])('GET /health/%s is 200 once the server serves', async (probe) => {
    app = await startApp();
    const response = await app.http.get(`/health/${probe}`).expect(200);
    expect(response.body).toMatchObject({ status: 'ok' });
    expect(response.headers['cache-control']).toContain('no-store');
  });

  it('is not ready while fewer than half of the workers are, and lives', async () => {
    app = await startApp();
    const pool = app.app.get(WorkerPool);
    for (const pid of pool.processIds) process.kill(pid, 'SIGKILL');
    await until(() => !pool.isReady);
    await expectNotReady('/health/ready', 'workers');
    await expectNotReady('/health/startup', 'workers');
    await app.http.get('/health/live').expect(200);
    // The dead one is replaced.
    await until(() => pool.isReady);
    await app.http.get('/health/ready').expect(200);
    await app.predict({ image_base64: EXAMPLE_PICTURE }).expect(200);
  });

  it('is not ready while it drains, but lives, serves new connections and closes each', async () => {
    app = await startApp({ SHUTDOWN_DELAY_MS: '600', SHUTDOWN_GRACE_MS: '5000' });
    const drained = app.app.get(DrainService).drain(app.server);
    await expectNotReady('/health/ready', 'not_draining');
    await app.http.get('/health/live').expect(200);
    const response = await app.predict({ image_base64: EXAMPLE_PICTURE }).expect(200);
    expect(response.headers.connection).toBe('close');
    await drained;
    await expect(app.http.get('/health/live')).rejects.toThrow('ECONNREFUSED');
  });

  it('answers what is in flight when the delay is over, and only then ends', async () => {
    app = await startApp({ SHUTDOWN_DELAY_MS: '0', SHUTDOWN_GRACE_MS: '5000' });
    const body = JSON.stringify({ image_base64: EXAMPLE_PICTURE });
    const slow = request({
      port: app.port,
      path: '/predict',
      method: 'POST',
      headers: { 'Content-Type': 'application/json', 'Content-Length': Buffer.byteLength(body) },
    });
    slow.write(body.slice(0, 100));
    await new Promise((resolve) => setTimeout(resolve, 100));
    let isDrained = false;
    const drained = app.app
      .get(DrainService)
      .drain(app.server)
      .then(() => (isDrained = true));
    await new Promise((resolve) => setTimeout(resolve, 200));
    expect(isDrained).toBe(false);
    const status = new Promise((resolve, reject) => {
      slow.on('response', (response) => {
        resolve(response.resume().statusCode);
      });
      slow.on('error', reject);
    });
    slow.end(body.slice(100));
    expect(await status).toBe(200);
    await drained;
  });

  it('cuts off after SHUTDOWN_GRACE_MS what never ends', async () => {
    app = await startApp({ SHUTDOWN_DELAY_MS: '0', SHUTDOWN_GRACE_MS: '300' });
    const endless = request({
      port: app.port,
      path: '/predict',
      method: 'POST',
      headers: { 'Content-Length': 100 },
    });
    const cut = new Promise((resolve) => endless.on('error', resolve));
    endless.setHeader('Content-Type', 'application/json');
    endless.write('{');
    await new Promise((resolve) => setTimeout(resolve, 100));
    await app.app.get(DrainService).drain(app.server);
    expect((await cut) as NodeJS.ErrnoException).toMatchObject({ code: 'ECONNRESET' });
  });

  async function expectNotReady(path: string, check: string): Promise<void> {
    const response = await app.http.get(path);
    expect({ status: response.status, ...(response.body as object) }).toMatchObject({
      status: 503,
      code: 'not_ready',
    });
    expect((response.body as { detail: string }).detail).toContain(check);
  }
});
