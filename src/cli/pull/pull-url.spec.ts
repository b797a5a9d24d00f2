import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import {
  dropAfter,
  FakeServer,
  PullRun,
  redirect,
  sha256,
  smallModel,
  status,
} from '../../../test/support/fake-hub.js';

describe('pulling from a web server', () => {
  let server: FakeServer;
  let run: PullRun;
  const serve = (files: Record<string, Buffer>, etags = false) => {
    for (const [path, bytes] of Object.entries(files)) {
      server.files.set(`/models/frogs/${path}`, { bytes, ...(etags ? { etag: `"${sha256(bytes)}"` } : {}) });
    }
  };
  const manifestOf = (files: Record<string, Buffer>) =>
    Buffer.from(
      JSON.stringify({
        files: Object.fromEntries(
          Object.entries(files).map(([path, bytes]) => [
            path,
            { sha256: sha256(bytes), bytes: bytes.length },
          ]),
        ),
      }),
    );
  const base = () => `${server.origin}/models/frogs`;

  beforeEach(async () => {
    server = await FakeServer.start();
    run = new PullRun();
  });
  afterEach(async () => {
    await server.close();
    run.remove();
  });

  describe('with a manifest.json', () => {
    it('takes what the server needs, and checks it', async () => {
      const files = smallModel();
      serve({ ...files, 'manifest.json': manifestOf(files) });
      const { manifest } = await run.pull(base());
      expect(manifest).toEqual({
        source: `${base()}/`,
        pulled_at: '2026-01-02T03:04:05.000Z',
        files: expect.objectContaining({
          'onnx/model.onnx': { sha256: sha256(files['onnx/model.onnx']!), bytes: 60_000 },
        }),
      });
      expect(server.seen('/models/frogs/README.md')).toEqual([]);
    });

    it('goes on without an ETag, because the checksum will tell', async () => {
      const files = smallModel();
      serve({ ...files, 'manifest.json': manifestOf(files) });
      server.next('/models/frogs/onnx/model.onnx', dropAfter(1000, run.took(1000)));
      await run.pull(base());
      expect(server.seen('/models/frogs/onnx/model.onnx').map(({ range }) => range)).toStrictEqual([
        undefined,
        'bytes=1000-',
      ]);
    });

    it('asks again for it behind an error page in HTML, and does not go on without its checksums', async () => {
      const files = smallModel();
      serve({ ...files, 'manifest.json': manifestOf(files) });
      server.next('/models/frogs/manifest.json', status(503, { 'content-type': 'text/html' }));
      await run.pull(base());
      expect(server.seen('/models/frogs/manifest.json')).toHaveLength(2);
      expect(run.told.filter((line) => line.startsWith('note'))).toEqual([]);
      server.always('/models/frogs/manifest.json', status(403, { 'content-type': 'text/html' }));
      expect(await run.refused(base(), { force: true })).toContain('the server answered 403');
    });

    it('refuses wrong bytes', async () => {
      const files = smallModel();
      serve({
        ...files,
        'manifest.json': manifestOf(files),
        'config.json': Buffer.from('{"id2label":{"0":"toad"}}'),
      });
      expect(await run.refused(base())).toContain('config.json: expected sha256');
    });

    it.each([
      [{ files: { '../evil': { sha256: 'a'.repeat(64) } } }, 'inside the model folder'],
      [{ files: { '/etc/x': { sha256: 'a'.repeat(64) } } }, 'inside the model folder'],
      [{ files: { 'config.json': { sha256: 'abc' } } }, 'sha256 of 64 hexadecimal digits'],
      [{ files: [] }, 'expected "files"'],
      ['x', 'expected "files"'],
    ])('refuses the manifest %j', async (manifest, message) => {
      serve({ 'manifest.json': Buffer.from(JSON.stringify(manifest)) });
      expect(await run.refused(base())).toContain(message);
    });
  });

  describe('without one', () => {
    it('asks for the well-known names, and says that nothing can be checked', async () => {
      serve({
        ...smallModel(),
        'label_groups.json': Buffer.from('{}'),
        'onnx/model.onnx_data': Buffer.from('w'),
      });
      await run.pull(base());
      expect(run.ls('frogs')).toEqual([
        'config.json',
        'label_groups.json',
        'manifest.json',
        'onnx/model.onnx',
        'onnx/model.onnx_data',
        'preprocessor_config.json',
      ]);
      expect(run.told).toContainEqual(
        expect.stringMatching(/^note config\.json: the source declares no checksum/),
      );
    });

    it('takes data in pieces, and another ONNX file', async () => {
      const data = { 'onnx/q4.onnx': Buffer.from('q'), 'onnx/q4.onnx_data_1': Buffer.from('1') };
      serve({ ...smallModel(), ...data, 'onnx/q4.onnx_data_2': Buffer.from('2') });
      await run.pull(base(), { onnxFile: 'onnx/q4.onnx' });
      expect(run.ls('frogs/onnx')).toEqual(['model.onnx', 'q4.onnx_data_1', 'q4.onnx_data_2']);
      expect(run.read('frogs/onnx/model.onnx').toString()).toBe('q');
    });

    it('takes model.onnx, and explains that there is none at all', async () => {
      const { 'onnx/model.onnx': onnx, ...others } = smallModel();
      serve(others);
      expect(await run.refused(base())).toContain('expected onnx/model.onnx or model.onnx');
      serve({ 'model.onnx': onnx! });
      await run.pull(base());
      expect(run.ls('frogs')).toContain('model.onnx');
    });

    it('needs the configs', async () => {
      serve({ 'onnx/model.onnx': Buffer.from('x') });
      expect(await run.refused(base())).toContain('/models/frogs/config.json (404)');
    });

    it('does not take the page of a single-page application for a file', async () => {
      serve(smallModel());
      for (const name of ['manifest.json', 'label_groups.json', 'onnx/model.onnx_data']) {
        const headers = { 'content-type': 'text/html; charset=utf-8' };
        server.files.set(`/models/frogs/${name}`, { bytes: Buffer.from('<!doctype html>'), headers });
      }
      await run.pull(base());
      expect(run.ls('frogs')).toHaveLength(4);
    });

    it('goes on only where an ETag tells that it is the same file', async () => {
      const path = '/models/frogs/onnx/model.onnx';
      serve(smallModel());
      server.next(path, dropAfter(1000, run.took(1000)));
      await run.pull(base());
      expect(server.seen(path).map(({ range }) => range)).toStrictEqual([undefined, undefined]);

      serve(smallModel(), true);
      server.next(path, dropAfter(1000, run.took(1000)));
      await run.pull(base(), { force: true });
      expect(server.seen(path).map(({ range }) => range)).toStrictEqual([
        undefined,
        undefined,
        undefined,
        'bytes=1000-',
      ]);
    });

    it('does not go on with a weak ETag', async () => {
      const path = '/models/frogs/onnx/model.onnx';
      serve(smallModel());
      server.files.set(path, { bytes: smallModel()['onnx/model.onnx']!, etag: 'W/"x"' });
      server.next(path, dropAfter(1000, run.took(1000)));
      await run.pull(base());
      expect(server.seen(path).map(({ range }) => range)).toStrictEqual([undefined, undefined]);
    });

    it('knows by 416 that a file of an earlier pull is complete', async () => {
      const { 'preprocessor_config.json': missing, ...others } = smallModel();
      serve(others, true);
      await run.refused(base());
      serve({ 'preprocessor_config.json': missing! }, true);
      await run.pull(base());
      expect(server.seen('/models/frogs/config.json').map(({ range }) => range)).toStrictEqual([
        undefined,
        'bytes=25-',
      ]);
      expect(run.read('frogs/config.json').equals(others['config.json']!)).toBe(true);
    });
  });

  it('refuses http, also where https is redirected to it', async () => {
    expect(await run.refused(base(), { allowHttp: false })).toMatch(
      /expected https, received .*--allow-http/,
    );
    server.always('/models/frogs/manifest.json', redirect('ftp://127.0.0.1/x'));
    expect(await run.refused(base())).toContain('the server redirects to ftp:');
  });

  it('says of a server without https that this is what it lacks, and not a certificate', async () => {
    const message = await run.refused(base().replace('http://', 'https://'));
    expect(message).toContain('expected https, received something else');
    expect(message).not.toContain('certificate');
  });

  it.each([
    'https://user:secret@host/m/',
    'https://host/m/?token=secret',
    'ftp://host/m/',
    'https://',
    '../m',
    'a/b/c',
    'a/b@',
    '',
  ])('refuses %s as a model, without repeating secrets', async (model) => {
    const message = await run.refused(model);
    expect(message).toContain('expected');
    expect(message).not.toContain('secret');
  });

  it.each(['../x', '/x', 'onnx/model.bin', 'a\\b.onnx'])('refuses --file %s', async (onnxFile) => {
    expect(await run.refused(base(), { onnxFile })).toContain('--file');
    expect(server.requests).toEqual([]);
  });
});
