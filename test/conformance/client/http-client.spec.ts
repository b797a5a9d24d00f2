import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { FakeOipServer } from '../fake/fake-oip-server.js';
import { HttpClient } from './http-client.js';

describe('the HTTP client of the kit', () => {
  let fake: FakeOipServer;
  let client: HttpClient;
  beforeEach(async () => {
    fake = await FakeOipServer.start();
    client = new HttpClient({ url: `${fake.url}/`, headers: {}, timeoutMs: 10_000 }, 1);
  });
  afterEach(async () => {
    client.close();
    await fake.close();
  });

  const live = () => client.send({ method: 'GET', path: '/v2/health/live' });

  it('keeps its connection', async () => {
    expect((await live()).isReused).toBe(false);
    expect((await live()).isReused).toBe(true);
    expect(fake.connections).toBe(1);
  });

  it('asks again where a server closes a connection that rested', async () => {
    await live();
    let cuts = 1;
    fake.faults = { seize: (_asked, response) => cuts-- > 0 && Boolean(response.destroy()) };
    expect(await live()).toMatchObject({ status: 200, isReused: false });
    expect(fake.connections).toBe(2);
  });

  it('gives up where a server closes a new connection', async () => {
    await live();
    fake.faults = { seize: (_asked, response) => Boolean(response.destroy()) };
    await expect(live()).rejects.toThrow('GET /v2/health/live: no whole answer: socket hang up');
    expect(fake.connections).toBe(2);
  });
});
