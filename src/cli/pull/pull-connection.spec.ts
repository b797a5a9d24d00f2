import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { FakeHub, REPO, smallModel } from '../../../test/support/hub/fake-hub.js';
import { dropAfter, stallAfter, status } from '../../../test/support/hub/misbehaviour.js';
import { PullRun } from '../../../test/support/hub/pull-run.js';
import { hashFile } from './checksum.js';
import { PartFile } from './part-file.js';

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
});
