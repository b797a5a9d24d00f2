import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { COMMIT, FakeHub, REPO, sha256, smallModel } from '../../../test/support/hub/fake-hub.js';
import { redirect } from '../../../test/support/hub/misbehaviour.js';
import { PullRun } from '../../../test/support/hub/pull-run.js';

describe('pulling from the Hub', () => {
  let fake: FakeHub;
  let run: PullRun;
  const start = async (files: Record<string, Buffer>) => {
    await fake.close();
    fake = await FakeHub.start(files);
  };
  const pull = (model = REPO, options = {}) => run.pull(model, { endpoint: fake.endpoint, ...options });
  const refused = (model = REPO, options = {}) => run.refused(model, { endpoint: fake.endpoint, ...options });

  beforeEach(async () => {
    fake = await FakeHub.start(smallModel());
    run = new PullRun();
  });
  afterEach(async () => {
    await fake.close();
    run.remove();
  });

  it('stores the files that the server needs, and a manifest', async () => {
    const files = smallModel();
    const pulled = await pull();
    expect(run.ls()).toEqual([
      'frogs/config.json',
      'frogs/manifest.json',
      'frogs/onnx/model.onnx',
      'frogs/preprocessor_config.json',
    ]);
    for (const path of ['config.json', 'preprocessor_config.json', 'onnx/model.onnx']) {
      expect(run.read(`frogs/${path}`).equals(files[path]!)).toBe(true);
    }
    const manifest = {
      source: `${fake.endpoint}/${REPO}`,
      revision: 'main',
      commit: COMMIT,
      pulled_at: '2026-01-02T03:04:05.000Z',
      files: Object.fromEntries(
        ['config.json', 'preprocessor_config.json', 'onnx/model.onnx'].map((path) => [
          path,
          { sha256: sha256(files[path]!), bytes: files[path]!.length },
        ]),
      ),
    };
    expect(JSON.parse(run.read('frogs/manifest.json').toString())).toEqual(manifest);
    expect(pulled).toMatchObject({ name: 'frogs', manifest, bytes: 60_000 + 25 + 12 });
    expect(run.ended).toBe(1);
  });

  it('asks for the revision, and for each file at its commit', async () => {
    fake.list(fake.siblings(), 'refs/pr/1');
    await pull(`${REPO}@refs/pr/1`);
    const files = fake.hub.requests.map(({ path }) => path).filter((path) => path.includes('/resolve/'));
    expect(files).toHaveLength(3);
    expect(files.every((path) => path.startsWith(`/${REPO}/resolve/${COMMIT}/`))).toBe(true);
  });

  it('takes the address of the page on the Hub for the repository', async () => {
    await pull(`${fake.endpoint}/${REPO}/tree/main`);
    expect(run.read('frogs/manifest.json').toString()).toContain(COMMIT);
  });

  it('takes model.onnx where there is no onnx/model.onnx, and leaves it there', async () => {
    const { 'onnx/model.onnx': onnx, ...others } = smallModel();
    await start({ ...others, 'model.onnx': onnx! });
    await pull();
    expect(run.ls('frogs')).toContain('model.onnx');
  });

  it('stores another ONNX file as onnx/model.onnx, and its data under their own names', async () => {
    await start({
      ...smallModel(),
      'label_groups.json': Buffer.from('{}'),
      'q/model_q4.onnx': Buffer.from('q4'),
      'q/model_q4.onnx_data': Buffer.from('weights'),
      'q/model_q4.onnx_data_1': Buffer.from('more weights'),
      'q/other.onnx': Buffer.from('other'),
      'q/other.onnx_data': Buffer.from('of the other'),
    });
    await pull(REPO, { onnxFile: 'q/model_q4.onnx', name: 'small' });
    expect(run.ls('small')).toEqual([
      'config.json',
      'label_groups.json',
      'manifest.json',
      'onnx/model.onnx',
      'onnx/model_q4.onnx_data',
      'onnx/model_q4.onnx_data_1',
      'preprocessor_config.json',
    ]);
    expect(run.read('small/onnx/model.onnx').toString()).toBe('q4');
  });

  it('lists the ONNX files where the usual one is missing', async () => {
    const { 'onnx/model.onnx': onnx, ...others } = smallModel();
    await start({ ...others, 'onnx/model_fp16.onnx': onnx! });
    expect(await refused()).toMatch(
      /expected onnx\/model\.onnx or model\.onnx, found onnx\/model_fp16\.onnx; .*--file/,
    );
  });

  it('refuses a listing with paths that leave the folder', async () => {
    for (const rfilename of [
      '../evil',
      '/etc/x',
      'onnx/../../x',
      'a\\b',
      'C:x',
      'x\0y',
      'a//b',
      './x',
      'x\u001b[2J',
    ]) {
      fake.list([...fake.siblings(), { rfilename }]);
      expect(await refused()).toContain('expected a path inside the model folder');
    }
    expect(run.ls()).toEqual([]);
  });

  it('refuses a listing that is none', async () => {
    for (const [siblings, sha] of [
      [undefined, COMMIT],
      [[], '../x'],
      [[{}], COMMIT],
    ]) {
      fake.list(siblings, 'main', sha);
      expect(await refused()).toMatch(/expected .*check HF_ENDPOINT/);
    }
  });

  it('verifies by the headers where a mirror lists names only', async () => {
    fake.list(fake.siblings().map(({ rfilename }) => ({ rfilename })));
    await pull();
    expect(run.told.filter((line) => line.startsWith('note'))).toEqual([]);

    const other = new PullRun();
    fake.cdn.files.get(FakeHub.cdnPath('onnx/model.onnx'))!.bytes = Buffer.alloc(60_000);
    expect(await other.refused(REPO, { endpoint: fake.endpoint })).toContain('expected sha256');
    fake.hub.files.get(FakeHub.cachePath('config.json'))!.bytes = Buffer.from('{}');
    expect(await other.refused(REPO, { endpoint: fake.endpoint })).toContain('expected git sha1');
    other.remove();
  });

  it("does not take the CDN's own ETag for a digest", async () => {
    fake.list(fake.siblings().map(({ rfilename }) => ({ rfilename })));
    const path = FakeHub.cdnPath('onnx/model.onnx');
    fake.cdn.files.get(path)!.etag = `"${'b'.repeat(40)}"`;
    fake.hub.next(FakeHub.resolvePath('onnx/model.onnx'), redirect(fake.cdn.origin + path));
    await pull();
    expect(run.told).toContainEqual(expect.stringContaining('declares no checksum'));
  });

  it('refuses http for the endpoint', async () => {
    expect(await refused(REPO, { allowHttp: false })).toMatch(
      /expected https, received http:\/\/127.*--allow-http/,
    );
    expect(fake.hub.requests).toEqual([]);
  });
});
