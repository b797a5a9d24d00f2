import { request } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { EXAMPLE_PICTURE } from '../../src/predict/example-picture.js';
import { startApp, type RunningApp } from '../support/app.js';
import { expectProblem } from '../support/problem.js';

const PICTURE = { image_base64: EXAMPLE_PICTURE };

describe('the header Accept', () => {
  let app: RunningApp;
  beforeAll(async () => {
    app = await startApp();
  });
  afterAll(() => app.close());

  it.each(['*/*', 'application/json', 'application/*', 'text/csv, application/json;q=0.1', ''])(
    'may be %j',
    async (accept) => {
      const { headers } = await app.predict(PICTURE).set('Accept', accept).expect(200);
      expect(headers['content-type']).toMatch(/^application\/json/);
    },
  );

  it.each(['text/csv', 'application/problem+json', 'application/json;q=0', 'application/json;q=0, text/*'])(
    'is refused where it allows no JSON: %s',
    async (accept) => {
      const { detail } = expectProblem(await app.predict(PICTURE).set('Accept', accept), 'not_acceptable');
      expect(detail).toContain(
        'expected the header Accept to allow application/json, received one that does not',
      );
      expect(detail).not.toContain('csv');
    },
  );

  it('is looked at before the body is read', async () => {
    const sent = request({
      host: '127.0.0.1',
      port: app.port,
      path: '/predict',
      method: 'POST',
      headers: { 'Content-Type': 'application/json', 'Content-Length': 1_000_000, Accept: 'text/csv' },
    });
    sent.on('error', () => undefined);
    sent.write('{');
    const status = await new Promise((resolve) => {
      sent.on('response', (response) => {
        resolve(response.statusCode);
      });
    });
    expect(status).toBe(406);
    sent.destroy();
  });

  it('does not keep anybody from hearing what else is wrong', async () => {
    const problem = await app.http.get('/nowhere').set('Accept', 'text/csv');
    expectProblem(problem, 'not_found');
  });
});
