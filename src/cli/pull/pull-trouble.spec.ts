import { writeFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import {
  answer,
  dropAfter,
  endless,
  FakeHub,
  ignoreRange,
  PullRun,
  raw,
  redirect,
  REPO,
  smallModel,
  stallAfter,
  status,
} from '../../../test/support/fake-hub.js';

const ONNX = 'onnx/model.onnx';
const CDN = FakeHub.cdnPath(ONNX);

describe('pulling through trouble', () => {
  let fake: FakeHub;
  let run: PullRun;
  const onnx = smallModel()[ONNX]!;
  const pull = (options = {}) => run.pull(REPO, { endpoint: fake.endpoint, ...options });
  const refused = (options = {}) => run.refused(REPO, { endpoint: fake.endpoint, ...options });
  const ranges = () => fake.cdn.seen(CDN).map(({ range }) => range);
  const expectWhole = () => {
    expect(run.read(`frogs/${ONNX}`).equals(onnx)).toBe(true);
    expect(run.ls()).toHaveLength(4);
  };

  beforeEach(async () => {
    fake = await FakeHub.start(smallModel());
    run = new PullRun();
  });
  afterEach(async () => {
    await fake.close();
    run.remove();
  });

  describe('of the connection', () => {
    it('goes on where connections drop, and asks for no byte twice', async () => {
      fake.cdn.next(CDN, dropAfter(10_000), dropAfter(20_000));
      await pull();
      expectWhole();
      expect(ranges()).toStrictEqual([undefined, 'bytes=10000-', 'bytes=30000-']);
      expect(fake.cdn.seen(CDN)[1]!.ifRange).toBe(fake.cdn.files.get(CDN)!.etag);
      expect(run.slept).toEqual([100, 200]);
    });

    it('goes on after a stall', async () => {
      fake.cdn.next(CDN, stallAfter(10_000));
      await pull({ stallMs: 80 });
      expectWhole();
      expect(run.told).toContainEqual(expect.stringMatching(/^retry .* sent nothing for 0.08 s/));
      expect(ranges()).toStrictEqual([undefined, 'bytes=10000-']);
    });

    it('tries again where not even the head comes', async () => {
      fake.hub.next(FakeHub.resolvePath('config.json'), () => undefined);
      await pull({ stallMs: 80 });
      expectWhole();
    });

    it('gives up after the attempts, keeps the part, and goes on in the next pull', async () => {
      fake.cdn.next(CDN, ...[1, 2, 3, 4].map(() => dropAfter(5000)));
      expect(await refused()).toMatch(/gave up after 4 attempts.*run the same command again/);
      expect(run.ls().filter((file) => file.startsWith('frogs/'))).toEqual([]);
      expect(run.read(run.part(ONNX)!).equals(onnx.subarray(0, 20_000))).toBe(true);
      await pull();
      expectWhole();
      expect(ranges().at(-1)).toBe('bytes=20000-');
      // The small files were complete: they are checked on the disk, not asked for again.
      expect(fake.hub.seen(FakeHub.cachePath('config.json'))).toHaveLength(1);
    });

    it('explains a server that is not there', async () => {
      expect(await run.refused(REPO, { endpoint: 'http://127.0.0.1:1' })).toMatch(/ECONNREFUSED/);
    });
  });

  describe('of the server', () => {
    it('tries again after 408, 429 and 5xx, and waits as long as it is asked to', async () => {
      fake.cdn.next(
        CDN,
        status(429, { 'retry-after': '7' }),
        status(503, { 'retry-after': 'Fri, 02 Jan 2026 03:04:25 GMT' }),
        status(500),
      );
      await pull();
      expectWhole();
      expect(run.slept).toEqual([7000, 20_000, 400]);
    });

    it("waits for the Hub's window of requests, which only RateLimit tells", async () => {
      const listing = `/api/models/${REPO}/revision/main`;
      fake.hub.next(listing, status(429, { ratelimit: '"api";r=0;t=55' }), status(408));
      await pull();
      expect(run.slept).toEqual([55_000, 200]);
    });

    it('does not wait for ever', async () => {
      fake.cdn.next(CDN, status(429, { 'retry-after': '3600' }));
      expect(await refused()).toMatch(/asks to wait 3600 s/);
      expect(run.slept).toEqual([]);
    });

    it('does not try again what will not change', async () => {
      fake.cdn.always(CDN, status(400));
      await refused();
      expect(ranges()).toHaveLength(1);
    });
  });

  describe('of ranges', () => {
    it('starts again where the server ignores Range', async () => {
      fake.cdn.next(CDN, dropAfter(10_000), ignoreRange);
      await pull();
      expectWhole();
      expect(run.told).toContain(`start ${ONNX} 0/60000`);
    });

    it.each(['bytes 0-59999/60000', 'bytes 9999-59999/60000', 'bytes x', 'bytes */60000'])(
      'starts again after a 206 with Content-Range %s',
      async (range) => {
        fake.cdn.next(CDN, dropAfter(10_000), answer(206, { 'content-range': range }, onnx.subarray(10_000)));
        await pull();
        expectWhole();
        expect(ranges()).toStrictEqual([undefined, 'bytes=10000-', undefined]);
      },
    );

    it('starts again after a 206 without Content-Range', async () => {
      fake.cdn.next(CDN, dropAfter(10_000), answer(206, {}, onnx.subarray(10_000)));
      await pull();
      expectWhole();
    });

    it('starts again when the ETag has changed', async () => {
      fake.cdn.files.get(CDN)!.bytes = Buffer.alloc(60_000, 1);
      fake.cdn.next(CDN, dropAfter(10_000), (_request, _response, serve) => {
        Object.assign(fake.cdn.files.get(CDN)!, { bytes: onnx, etag: '"new"' });
        serve();
      });
      await pull();
      expectWhole();
      expect(ranges()).toStrictEqual([undefined, 'bytes=10000-']);
    });

    it('starts again when a server ignores If-Range and sends another version', async () => {
      const range = 'bytes 10000-59999/60000';
      fake.cdn.next(
        CDN,
        dropAfter(10_000),
        answer(206, { 'content-range': range, etag: '"new"' }, Buffer.alloc(50_000)),
      );
      await pull();
      expectWhole();
    });

    it('starts again after a 416 for another length', async () => {
      fake.cdn.next(CDN, dropAfter(10_000), status(416, { 'content-range': 'bytes */5' }));
      await pull();
      expectWhole();
    });
  });

  describe('of lengths', () => {
    const head = 'HTTP/1.1 200 OK\nETag: "cdn"\nConnection: close\n';
    it('tries again when the body is shorter than declared', async () => {
      fake.cdn.next(CDN, raw(`${head}Content-Length: 60000\n\n`, onnx.subarray(0, 100)));
      await pull();
      expectWhole();
      expect(ranges()).toStrictEqual([undefined, 'bytes=100-']);
    });

    it('tries again when a body without a length ends early', async () => {
      fake.cdn.next(CDN, raw(`${head}\n`, onnx.subarray(0, 100)));
      await pull();
      expectWhole();
      expect(run.told).toContainEqual(expect.stringContaining('sent 100 of 60000 bytes'));
    });

    it('tries again when a chunked body ends early', async () => {
      fake.cdn.next(CDN, raw(`${head}Transfer-Encoding: chunked\n\n64\n`, onnx.subarray(0, 100)));
      await pull();
      expectWhole();
      expect(ranges()).toStrictEqual([undefined, 'bytes=100-']);
    });

    it('takes a body without a length, and a chunked one', async () => {
      fake.cdn.next(CDN, (_request, response) => response.writeHead(200).end(onnx));
      fake.hub.next(FakeHub.cachePath('config.json'), raw(`${head}\n`, smallModel()['config.json']));
      await pull();
      expectWhole();
    });

    it.each([59_999, 60_001])(
      'refuses a declared length of %i where the listing has 60000',
      async (length) => {
        fake.cdn.always(CDN, answer(200, { 'content-length': String(length) }, Buffer.alloc(length)));
        expect(await refused()).toContain(
          `expected 60000 bytes as it is listed, the server declares ${length}`,
        );
      },
    );

    it('refuses and deletes a longer body than listed', async () => {
      fake.cdn.always(CDN, (_request, response) => {
        response.write(onnx);
        response.end('!');
      });
      expect(await refused()).toContain('expected 60000 bytes, received more');
      expect(run.part(ONNX)).toBeUndefined();
    });

    it('survives bytes after the end of the declared length', async () => {
      const text = `${head}Content-Length: 60000\n\n`;
      fake.cdn.next(CDN, raw(text, Buffer.concat([onnx, Buffer.from('trailing rubbish')])));
      await pull();
      expectWhole();
    });

    it('refuses packed bytes', async () => {
      fake.cdn.always(CDN, answer(200, { 'content-encoding': 'gzip' }, onnx));
      expect(await refused()).toContain('received Content-Encoding gzip');
    });
  });

  describe('of content', () => {
    it('deletes what has the wrong sha256, and says which was expected', async () => {
      fake.cdn.always(CDN, answer(200, {}, Buffer.alloc(60_000)));
      expect(await refused()).toMatch(
        /onnx\/model\.onnx: expected sha256 [0-9a-f]{64}, received [0-9a-f]{64}/,
      );
      expect(run.part(ONNX)).toBeUndefined();
      expect(run.ls().some((file) => file.startsWith('frogs/'))).toBe(false);
      expect(ranges()).toHaveLength(1);
    });

    it('deletes what has the wrong git id, as files outside of LFS do', async () => {
      fake.hub.files.get(FakeHub.cachePath('config.json'))!.bytes = Buffer.from('{"id2label":{"0":"toad"}}');
      expect(await refused()).toMatch(/config\.json: expected git sha1 [0-9a-f]{40}, received/);
      expect(run.part('config.json')).toBeUndefined();
    });

    it('deletes a part that was changed on the disk', async () => {
      fake.cdn.next(CDN, ...[1, 2, 3, 4].map(() => dropAfter(100)));
      await refused();
      writeFileSync(`${run.models}/${run.part(ONNX)!}`, Buffer.alloc(400));
      expect(await refused()).toContain('expected sha256');
      await pull();
      expectWhole();
    });
  });

  describe('of size', () => {
    it('refuses what the listing declares, before any file', async () => {
      expect(await refused({ maxBytes: 60_000 })).toMatch(
        /expected at most 60\.0 kB in all, declared 60\.0 kB/,
      );
      expect(fake.hub.requests).toHaveLength(1);
    });

    it('refuses what the answers declare', async () => {
      fake.list(fake.siblings().map(({ rfilename }) => ({ rfilename })));
      expect(await refused({ maxBytes: 50_000 })).toContain('declared 60.0 kB');
    });

    it('stops an endless body, and deletes it', async () => {
      fake.list(fake.siblings().map(({ rfilename }) => ({ rfilename })));
      fake.hub.always(FakeHub.resolvePath(ONNX), endless);
      expect(await refused({ maxBytes: 100_000 })).toContain(
        'expected at most 100.0 kB in all, received more',
      );
      expect(run.part(ONNX)).toBeUndefined();
    });

    it('stops an endless listing', async () => {
      fake.hub.next(`/api/models/${REPO}/revision/main`, endless);
      expect(await refused()).toContain('bytes of JSON, received more');
    });
  });

  describe('of redirects', () => {
    it('ends loops', async () => {
      fake.hub.always(FakeHub.resolvePath('config.json'), redirect(FakeHub.resolvePath('config.json')));
      expect(await refused()).toContain('more than 10 redirects');
    });

    it('refuses other protocols and malformed addresses', async () => {
      fake.hub.next(FakeHub.resolvePath('config.json'), redirect('file:///etc/passwd'));
      expect(await refused()).toContain('the server redirects to file:');
      fake.hub.next(FakeHub.resolvePath('config.json'), redirect('http://['));
      expect(await refused()).toContain('received a malformed one');
    });

    it('does not show what a signed address holds', async () => {
      fake.cdn.always(CDN, status(404));
      const message = await refused();
      expect(message).toContain(CDN);
      expect(message).not.toContain('secret');
    });
  });
});
