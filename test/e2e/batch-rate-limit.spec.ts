import { once } from 'node:events';
import type { IncomingMessage } from 'node:http';
import { text } from 'node:stream/consumers';
import { afterEach, describe, expect, it } from '@jest/globals';
import { startApp, type RunningApp } from '../support/app.js';
import { batchToSend, frogs, PICTURE, postBatch } from '../support/batch.js';
import { expectProblem } from '../support/problem.js';

describe('a batch in the rate limit', () => {
  let app: RunningApp;
  afterEach(() => app.close());

  it('counts as so many requests in the rate limit, and may use up more than is left', async () => {
    app = await startApp({ RATE_LIMIT: '10/1h' });
    const left = async (count: number) => {
      const { status, headers } = await postBatch(app, frogs(count));
      return [status, /r=(\d+)/.exec(headers.ratelimit ?? '')?.[1]];
    };
    expect(await left(4)).toEqual([200, '6']);
    expect(await left(1)).toEqual([200, '5']);
    expect(await left(8)).toEqual([200, '0']);
    const { detail } = expectProblem(await postBatch(app, frogs(1)), 'rate_limited');
    expect(detail).toContain('expected at most 10 requests in 3600 s');
    await app.predict(PICTURE).expect(429);
  });

  it('is refused where others use up the rate limit while its body comes', async () => {
    app = await startApp({ RATE_LIMIT: '10/1h' });
    const body = JSON.stringify(frogs(2));
    const sent = await batchToSend(app, body);
    await postBatch(app, frogs(12)).expect(200);
    sent.end(body);
    const [response] = (await once(sent, 'response')) as [IncomingMessage];
    expect(response.statusCode).toBe(429);
    expect(response.headers['retry-after']).toMatch(/^3[56]\d\d$/);
    await text(response);
  });
});
