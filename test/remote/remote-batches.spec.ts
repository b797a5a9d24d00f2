import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { EXAMPLE_PICTURE } from '../../src/predict/example-picture.js';
import { Upstream } from '../../src/remote/upstream.js';
import { FakeUpstream } from '../support/fake-upstream.js';
import { startRemoteApp, type RemoteApp } from '../support/remote-app.js';
import { until } from '../support/until.js';
import { type Answer, answersInProcess, draw, REQUEST } from '../support/remote-answers.js';

describe('remote inference in batches', () => {
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
});
