import {
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { FakeHub, REPO, smallModel } from '../../../test/support/hub/fake-hub.js';
import { dropAfter } from '../../../test/support/hub/misbehaviour.js';
import { PullRun } from '../../../test/support/hub/pull-run.js';

const CDN = FakeHub.cdnPath('onnx/model.onnx');
const FILES = ['config.json', 'manifest.json', 'onnx/model.onnx', 'preprocessor_config.json'];

describe('a pull after one that broke off', () => {
  let fake: FakeHub;
  let run: PullRun;
  const pull = (options = {}) => run.pull(REPO, { endpoint: fake.endpoint, ...options });
  const refused = (options = {}) => run.refused(REPO, { endpoint: fake.endpoint, ...options });
  const at = (path: string) => join(run.models, path);
  const staging = () => readdirSync(run.models).find((name) => /^\.pull-frogs-[0-9a-f]{12}$/.test(name))!;
  /** A pull that ends with a part of 400 bytes. */
  const breakOff = async () => {
    fake.cdn.next(CDN, ...[1, 2, 3, 4].map(() => dropAfter(100)));
    await refused();
  };

  beforeEach(async () => {
    fake = await FakeHub.start(smallModel());
    run = new PullRun();
  });
  afterEach(async () => {
    await fake.close();
    run.remove();
  });

  it('goes on after a kill at any moment', async () => {
    await breakOff();
    const folder = staging();
    expect(run.ls(folder)).toContain('onnx/model.onnx.part');
    // As if killed while the files got their names: one has it already, the lock is still there.
    renameSync(at(`${folder}/config.json.part`), at(`${folder}/config.json`));
    writeFileSync(at('.pull-frogs.lock'), '999999999');
    await pull();
    expect(run.ls()).toEqual(FILES.map((file) => `frogs/${file}`));
    expect(fake.cdn.seen(CDN).at(-1)!.range).toBe('bytes=400-');
    expect(fake.hub.seen(FakeHub.cachePath('config.json'))).toHaveLength(1);
  });

  it.each(['', 'not JSON', '{}', '{"digest":"other"}', '[]', '{"etag":7}'])(
    'begins anew with a part whose state is %j',
    async (state) => {
      await breakOff();
      writeFileSync(at(`${staging()}/onnx/model.onnx.part.json`), state);
      await pull();
      expect(run.ls('frogs')).toEqual(FILES);
      expect(fake.cdn.seen(CDN).at(-1)!.range).toBeUndefined();
    },
  );

  it('begins anew with a part that is too long', async () => {
    await breakOff();
    writeFileSync(at(run.part('onnx/model.onnx')!), Buffer.alloc(60_001));
    await pull();
    expect(run.ls('frogs')).toEqual(FILES);
  });

  it('does not mix commits', async () => {
    await breakOff();
    fake.list(fake.siblings(), 'main', 'f'.repeat(40));
    await refused();
    expect(readdirSync(run.models).filter((name) => name.startsWith('.pull-frogs-'))).toHaveLength(1);
    expect(run.part('onnx/model.onnx')).toBeDefined();
  });

  it('removes what earlier pulls left in the folder', async () => {
    await breakOff();
    writeFileSync(at(`${staging()}/onnx/gone.onnx_data.part`), 'x');
    await pull();
    expect(run.ls('frogs')).toEqual(FILES);
  });

  it('writes through no link', async () => {
    const outside = join(tmpdir(), `outside-${process.pid}`);
    await breakOff();
    const folder = staging();
    rmSync(at(`${folder}/onnx`), { recursive: true });
    mkdirSync(outside);
    symlinkSync(outside, at(`${folder}/onnx`));
    expect(await refused()).toContain('expected a folder, found a symbolic link');
    rmSync(at(`${folder}/onnx`));
    writeFileSync(`${outside}/file`, 'kept');
    mkdirSync(at(`${folder}/onnx`));
    symlinkSync(`${outside}/file`, at(`${folder}/onnx/model.onnx.part`));
    await pull();
    expect(readFileSync(`${outside}/file`, 'utf8')).toBe('kept');
    rmSync(outside, { recursive: true });
    expect(run.ls('frogs')).toEqual(FILES);
  });
});
