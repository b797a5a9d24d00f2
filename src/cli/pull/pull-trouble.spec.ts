import { randomBytes } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import {
  answer,
  dropAfter,
  endless,
  FakeHub,
  FakeServer,
  ignoreRange,
  PullRun,
  raw,
  redirect,
  REPO,
  smallModel,
  stallAfter,
  status,
} from '../../../test/support/fake-hub.js';
import { hashFile } from './checksum.js';
import { PartFile } from './part-file.js';
import { DEFAULT_RETRY } from './retry.js';

const ONNX = 'onnx/model.onnx';
const CDN = FakeHub.cdnPath(ONNX);

describe('pulling through trouble', () => {
  let fake: FakeHub;
  let run: PullRun;
  const onnx = smallModel()[ONNX]!;
  const pull = (options = {}) => run.pull(REPO, { endpoint: fake.endpoint, ...options });
  const refused = (options = {}) => run.refused(REPO, { endpoint: fake.endpoint, ...options });
  const ranges = () => fake.cdn.seen(CDN).map(({ range }) => range);
  /** Cuts a connection after `count` bytes of this answer, which are `inAll` with those from before. */
  const drop = (count: number, inAll = count) => dropAfter(count, run.took(inAll));
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
      fake.cdn.next(CDN, drop(10_000), drop(20_000, 30_000));
      await pull();
      expectWhole();
      expect(ranges()).toStrictEqual([undefined, 'bytes=10000-', 'bytes=30000-']);
      expect(fake.cdn.seen(CDN)[1]!.ifRange).toBe(fake.cdn.files.get(CDN)!.etag);
      expect(run.slept).toEqual([100, 200]);
    });

    it('goes on after a stall', async () => {
      fake.cdn.next(CDN, stallAfter(10_000));
      // Long enough that what came before the stall is on the disk by then, on a busy machine as well.
      await pull({ stallMs: 800 });
      expectWhole();
      expect(run.told).toContainEqual(expect.stringMatching(/^retry .* sent nothing for 0.8 s/));
      expect(ranges()).toStrictEqual([undefined, 'bytes=10000-']);
    });

    it('tries again where not even the head comes', async () => {
      fake.hub.next(FakeHub.resolvePath('config.json'), () => undefined);
      await pull({ stallMs: 80 });
      expectWhole();
    });

    it('gives up after the attempts, keeps the part, and goes on in the next pull', async () => {
      fake.cdn.next(CDN, ...[1, 2, 3, 4].map((nth) => drop(5000, nth * 5000)));
      expect(await refused()).toMatch(/gave up after 4 attempts.*run the same command again/);
      expect(run.ls().filter((file) => file.startsWith('frogs/'))).toEqual([]);
      expect(run.read(run.part(ONNX)!).equals(onnx.subarray(0, 20_000))).toBe(true);
      await pull();
      expectWhole();
      expect(ranges().at(-1)).toBe('bytes=20000-');
      // The small files were complete: they are checked on the disk, not asked for again.
      expect(fake.hub.seen(FakeHub.cachePath('config.json'))).toHaveLength(1);
    });

    it('does not take the time to read its own part for a stall', async () => {
      // Longer than what fits between the sockets, so that the server has to wait for a reader that is late.
      const long = { ...smallModel(), [ONNX]: randomBytes(16 * 2 ** 20) };
      const slow = await FakeHub.start(long);
      jest.spyOn(PartFile.prototype, 'hash').mockImplementation(async function (this: PartFile, hash) {
        await sleep(600);
        return hashFile(this.path, hash);
      });
      try {
        slow.cdn.next(CDN, drop(10_000));
        await run.pull(REPO, { endpoint: slow.endpoint, stallMs: 300 });
        expect(run.read(`frogs/${ONNX}`).equals(long[ONNX])).toBe(true);
        expect(run.slept).toEqual([100]);
      } finally {
        jest.restoreAllMocks();
        await slow.close();
      }
    });
  });

  describe('of an address where nobody is', () => {
    // Its clock goes by what is slept, and by no more.
    const patient = () => ({
      policy: DEFAULT_RETRY,
      clock: { ...run.clock, now: () => run.slept.reduce((sum, ms) => sum + ms, 0) },
    });

    it('gives up after seconds, with one line that says what to check', async () => {
      const message = await run.refused(REPO, { endpoint: 'http://127.0.0.1:1', ...patient() });
      expect(message).toBe(
        'http://127.0.0.1:1/api/models/owner/frogs/revision/main: no answer from 127.0.0.1:1 (ECONNREFUSED): ' +
          'nothing listens there; tried for 8 s; check the network and the address (of the Hub: HF_ENDPOINT), ' +
          'and run the same command again',
      );
      expect(run.slept).toEqual([500, 1000, 2000, 4000]);
    });

    it('does so for a name that no name server knows', async () => {
      const message = await run.refused(REPO, { endpoint: 'http://no-such-hub.invalid', ...patient() });
      expect(message).toMatch(/\((ENOTFOUND|EAI_AGAIN)\).*tried for 8 s/);
    });

    it('does so for a store of files behind a Hub that answers', async () => {
      const nowhere = redirect('http://127.0.0.1:1/onnx');
      fake.hub.always(FakeHub.resolvePath(ONNX), nowhere);
      expect(await refused(patient())).toMatch(
        /owner\/frogs: onnx\/model\.onnx: .*ECONNREFUSED.*tried for 8 s/,
      );
    });

    it('waits longer for one that has answered before', async () => {
      const cdn = await FakeServer.start();
      cdn.files.set(CDN, { bytes: onnx, etag: '"cdn"' });
      cdn.next(CDN, drop(10_000));
      fake.hub.always(FakeHub.resolvePath(ONNX), redirect(`${cdn.origin}${CDN}`));
      const gone = run.refused(REPO, { endpoint: fake.endpoint, ...patient() });
      await run.took(10_000)();
      await cdn.close();
      expect(await gone).toMatch(/gave up after 8 attempts.*ECONNREFUSED/);
    });

    it('does not wait for a connection that does not come about', async () => {
      // As behind a firewall that drops what it does not like: neither a connection nor a refusal.
      jest.spyOn(Socket.prototype, 'connect').mockImplementation(function (this: Socket) {
        return Object.assign(this, { connecting: true });
      });
      try {
        const message = await refused({
          clock: { ...run.clock, now: () => Date.now() },
          policy: { ...DEFAULT_RETRY, unreachedMs: 100 },
          connectMs: 100,
        });
        expect(message).toMatch(
          /\(ETIMEDOUT\): it does not answer in time; tried for 0 s; check the network/,
        );
        expect(run.slept).toEqual([]);
      } finally {
        jest.restoreAllMocks();
      }
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
      fake.cdn.next(CDN, drop(10_000), ignoreRange);
      await pull();
      expectWhole();
      expect(run.told).toContain(`start ${ONNX} 0/60000`);
    });

    it.each(['bytes 0-59999/60000', 'bytes 9999-59999/60000', 'bytes x', 'bytes */60000'])(
      'starts again after a 206 with Content-Range %s',
      async (range) => {
        fake.cdn.next(CDN, drop(10_000), answer(206, { 'content-range': range }, onnx.subarray(10_000)));
        await pull();
        expectWhole();
        expect(ranges()).toStrictEqual([undefined, 'bytes=10000-', undefined]);
      },
    );

    it('starts again after a 206 without Content-Range', async () => {
      fake.cdn.next(CDN, drop(10_000), answer(206, {}, onnx.subarray(10_000)));
      await pull();
      expectWhole();
    });

    it('starts again when the ETag has changed', async () => {
      fake.cdn.files.get(CDN)!.bytes = Buffer.alloc(60_000, 1);
      fake.cdn.next(CDN, drop(10_000), (_request, _response, serve) => {
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
        drop(10_000),
        answer(206, { 'content-range': range, etag: '"new"' }, Buffer.alloc(50_000)),
      );
      await pull();
      expectWhole();
    });

    it('starts again after a 416 for another length', async () => {
      fake.cdn.next(CDN, drop(10_000), status(416, { 'content-range': 'bytes */5' }));
      await pull();
      expectWhole();
    });
  });

  describe('of lengths', () => {
    const head = 'HTTP/1.1 200 OK\nETag: "cdn"\nConnection: close\n';
    it('tries again when the body is shorter than declared', async () => {
      fake.cdn.next(CDN, raw(`${head}Content-Length: 60000\n\n`, onnx.subarray(0, 100), run.took(100)));
      await pull();
      expectWhole();
      expect(ranges()).toStrictEqual([undefined, 'bytes=100-']);
    });

    it('tries again when a body without a length ends early', async () => {
      fake.cdn.next(CDN, raw(`${head}\n`, onnx.subarray(0, 100), run.took(100)));
      await pull();
      expectWhole();
      expect(run.told).toContainEqual(expect.stringContaining('sent 100 of 60000 bytes'));
    });

    it('tries again when a chunked body ends early', async () => {
      fake.cdn.next(
        CDN,
        raw(`${head}Transfer-Encoding: chunked\n\n64\n`, onnx.subarray(0, 100), run.took(100)),
      );
      await pull();
      expectWhole();
      expect(ranges()).toStrictEqual([undefined, 'bytes=100-']);
    });

    it('begins anew where a connection ends before the first byte of the body', async () => {
      fake.cdn.next(
        CDN,
        raw(`${head}Transfer-Encoding: chunked\n\n`),
        raw(`${head}Content-Length: 60000\n\n`),
      );
      await pull();
      expectWhole();
      expect(ranges()).toStrictEqual([undefined, undefined, undefined]);
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
      fake.cdn.next(CDN, ...[1, 2, 3, 4].map((nth) => drop(100, nth * 100)));
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
