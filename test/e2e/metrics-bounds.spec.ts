import { randomBytes } from 'node:crypto';
import { request } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { MetricsRegistry } from '../../src/metrics/metrics-registry.js';
import { startApp, type RunningApp } from '../support/app.js';
import { Exposition } from '../support/exposition.js';
import { exchange } from '../support/raw-http.js';

const REQUESTS = 500;
const METHODS = ['GET', 'POST', 'PUT', 'DELETE', 'PATCH', 'PROPFIND', 'MKCOL', 'QUERY'];
const text = () => randomBytes(6).toString('base64url');

/** Paths that exist nowhere, or for any name; headers that end up in logs, in answers or nowhere. */
const PATHS = [
  () => `/${text()}`,
  () => `/predict/${text()}`,
  () => `/v2/models/${text()}`,
  () => `/v2/models/${text()}/versions/${text()}/infer`,
  () => `/metrics?${text()}=${text()}`,
  () => `/docs/${text()}`,
  () => `/%${text()}`,
];

function ask(port: number, method: string, path: string): Promise<number> {
  return new Promise((resolve, reject) => {
    const headers = {
      'X-Request-Id': text(),
      'User-Agent': text(),
      'Content-Type': `image/${text()}`,
      Accept: `application/${text()}`,
      'X-API-Key': text(),
      Host: text(),
    };
    const sent = request({ host: '127.0.0.1', port, method, path, headers, agent: false }, (response) => {
      response.resume().on('end', () => {
        resolve(response.statusCode!);
      });
    });
    sent.on('error', reject).end(method === 'GET' ? undefined : text());
  });
}

describe('the number of time series', () => {
  let app: RunningApp;
  beforeAll(async () => {
    app = await startApp();
  });
  afterAll(() => app.close());
  const series = async () => new Exposition(await app.app.get(MetricsRegistry).render()).series;
  /** Each path with each method, and one that is no word of HTTP. */
  const storm = async (count: number) => {
    for (let i = 0; i < count; i++) {
      const path = PATHS[i % PATHS.length]!();
      await ask(app.port, METHODS[Math.floor(i / PATHS.length) % METHODS.length]!, path);
    }
    await exchange(app.port, `${text().toUpperCase()} / HTTP/1.1\r\nHost: x\r\n\r\n`);
  };

  it(`stays the same, whatever ${REQUESTS} clients send`, async () => {
    // What the routes and their problems add, once.
    await storm(PATHS.length * METHODS.length);
    const before = await series();
    await storm(REQUESTS);
    expect([...(await series())].filter((each) => !before.has(each))).toEqual([]);
    expect(before.size).toBeLessThan(1000);
  });

  it('has no label that a client chose', async () => {
    const path = `/${text()}`;
    await ask(app.port, 'PROPFIND', path);
    const { samples } = new Exposition(await app.app.get(MetricsRegistry).render());
    const values = new Set(samples.flatMap(({ labels }) => Object.values(labels)));
    expect([...values].filter((value) => value.includes(path) || value === 'PROPFIND')).toEqual([]);
    expect(values).toContain('unmatched');
    expect(values).toContain('other');
  });
});
