import { writeFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { FakeHub, REPO, smallModel } from '../../../test/support/hub/fake-hub.js';
import { answer, dropAfter, endless, redirect, status } from '../../../test/support/hub/misbehaviour.js';
import { PullRun } from '../../../test/support/hub/pull-run.js';

const ONNX = 'onnx/model.onnx';
const CDN = FakeHub.cdnPath(ONNX);

describe('a pull does not take', () => {
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

  /** Cuts a connection after `count` bytes of this answer, which are `inAll` with those from before. */
  const drop = (count: number, inAll = count) => dropAfter(count, run.took(inAll));

  beforeEach(async () => {
    fake = await FakeHub.start(smallModel());
    run = new PullRun();
  });
  afterEach(async () => {
    await fake.close();
    run.remove();
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
