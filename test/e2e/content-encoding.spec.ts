import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startApp, type RunningApp } from '../support/app.js';
import { exchange, statuses } from '../support/raw-http.js';

const BODY = Buffer.from('{"image_base64":""}');
/** 256 MiB of zeros in 260 kB: what is inflated before it is measured fills the memory. */
const BOMB = gzipSync(Buffer.alloc(256 * 1024 * 1024));

describe('a body with a Content-Encoding', () => {
  let app: RunningApp;
  beforeAll(async () => {
    app = await startApp();
  });
  afterAll(() => app.close());

  const send = (headers: string, body: Buffer) =>
    exchange(
      app.port,
      `POST /predict HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Type: application/json\r\n${headers}\r\n` +
        `Content-Length: ${body.length}\r\n\r\n${body.toString('latin1')}`,
    );

  it.each([
    ['gzip', gzipSync(BODY)],
    ['GZIP', gzipSync(BODY)],
    ['x-gzip', gzipSync(BODY)],
    ['deflate', deflateSync(BODY)],
    ['br', brotliCompressSync(BODY)],
    ['zstd', BODY],
    ['compress', BODY],
    ['identity, gzip', gzipSync(BODY)],
    ['gzip, identity', gzipSync(BODY)],
    ['gzip, gzip', gzipSync(gzipSync(BODY))],
    ['identity\r\nContent-Encoding: gzip', gzipSync(BODY)],
    ['gzip;q=1', gzipSync(BODY)],
    ['*', BODY],
  ])('is refused: %j', async (encoding, body) => {
    const answer = await send(`Content-Encoding: ${encoding}`, body);
    expect(statuses(answer)).toEqual([415]);
    expect(answer).toContain('"code":"unsupported_media_type"');
  });

  it.each(['identity', 'Identity', ' identity '])('is read as it is: %j', async (encoding) => {
    expect(statuses(await send(`Content-Encoding: ${encoding}`, BODY))).toEqual([422]);
  });

  it('is refused where it would inflate to 256 MiB, and nothing of it is inflated', async () => {
    const before = process.memoryUsage().rss;
    for (const encoding of ['gzip', 'x-gzip', 'identity, gzip']) {
      expect(statuses(await send(`Content-Encoding: ${encoding}`, BOMB))).toEqual([415]);
    }
    expect(process.memoryUsage().rss - before).toBeLessThan(128 * 1024 * 1024);
  });

  it('is JSON or nothing where the header is missing', async () => {
    expect(await send('X-A: b', BOMB)).toContain('"code":"malformed_json"');
  });
});
