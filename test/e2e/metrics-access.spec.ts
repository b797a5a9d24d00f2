import { afterEach, describe, expect, it } from '@jest/globals';
import { makeKey } from '../support/api-keys.js';
import { startApp, type RunningApp } from '../support/app.js';
import { Exposition } from '../support/exposition.js';
import { validPicture } from '../support/pictures.js';

const { bytes } = validPicture('jpeg-baseline-420.jpg');
const image_base64 = bytes.toString('base64');
const prometheus = makeKey('prometheus', ['metrics']);
const frontend = makeKey('frontend');

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
