import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { FakeHub, REPO, smallModel } from '../../../test/support/hub/fake-hub.js';
import { answer, dropAfter, ignoreRange, raw, status } from '../../../test/support/hub/misbehaviour.js';
import { PullRun } from '../../../test/support/hub/pull-run.js';

const ONNX = 'onnx/model.onnx';
const CDN = FakeHub.cdnPath(ONNX);

describe('pulling in parts', () => {
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
});
