import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { sha256, smallModel } from '../../../test/support/hub/fake-hub.js';
import { FakeServer } from '../../../test/support/hub/fake-server.js';
import { dropAfter } from '../../../test/support/hub/misbehaviour.js';
import { PullRun } from '../../../test/support/hub/pull-run.js';

describe('pulling from a web server without a manifest', () => {
  let server: FakeServer;
  let run: PullRun;
  const serve = (files: Record<string, Buffer>, etags = false) => {
    for (const [path, bytes] of Object.entries(files)) {
      server.files.set(`/models/frogs/${path}`, { bytes, ...(etags ? { etag: `"${sha256(bytes)}"` } : {}) });
    }
  };
  const base = () => `${server.origin}/models/frogs`;

  beforeEach(async () => {
    server = await FakeServer.start();
    run = new PullRun();
  });
  afterEach(async () => {
    await server.close();
    run.remove();
  });

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
