import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { untilReady } from '../contract/faults.js';
import { startApp, type RunningApp } from '../support/app.js';
import { FakeUpstream } from '../support/fake-upstream.js';
import { sendRaw } from '../support/doors.js';
import { validPicture } from '../support/pictures.js';
import { added, scrape } from '../support/scrape.js';

const { bytes } = validPicture('jpeg-baseline-420.jpg');

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
