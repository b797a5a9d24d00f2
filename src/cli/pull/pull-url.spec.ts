import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { sha256, smallModel } from '../../../test/support/hub/fake-hub.js';
import { FakeServer } from '../../../test/support/hub/fake-server.js';
import { dropAfter, redirect, status } from '../../../test/support/hub/misbehaviour.js';
import { PullRun } from '../../../test/support/hub/pull-run.js';

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

  it('refuses http, and redirects to anything but http and https', async () => {
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
