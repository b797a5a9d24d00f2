import {
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { FakeHub, REPO, smallModel } from '../../../test/support/hub/fake-hub.js';
import { PullRun } from '../../../test/support/hub/pull-run.js';
import type { Manifest } from './manifest.js';

const CDN = FakeHub.cdnPath('onnx/model.onnx');
const FILES = ['config.json', 'manifest.json', 'onnx/model.onnx', 'preprocessor_config.json'];

describe('a pull with reuse', () => {
  let fake: FakeHub;
  let run: PullRun;
  const pull = (options = {}) => run.pull(REPO, { endpoint: fake.endpoint, ...options });
  const refused = (options = {}) => run.refused(REPO, { endpoint: fake.endpoint, ...options });
  const at = (path: string) => join(run.models, path);
  beforeEach(async () => {
    fake = await FakeHub.start(smallModel());
    run = new PullRun();
  });
  afterEach(async () => {
    await fake.close();
    run.remove();
  });

  const reuse = (options = {}) => pull({ reuse: true, ...options });
  const onnx = () => at('frogs/onnx/model.onnx');

  it('leaves a whole folder of this model, without asking anybody', async () => {
    expect((await reuse()).reused).toBe(false);
    const { mtimeMs, ino } = statSync(onnx());
    const asked = fake.hub.requests.length;
    const again = await reuse();
    expect(again).toMatchObject({ reused: true, name: 'frogs', folder: at('frogs') });
    expect(again.bytes).toBeGreaterThan(0);
    expect(fake.hub.requests).toHaveLength(asked);
    expect(statSync(onnx())).toMatchObject({ mtimeMs, ino });
  });

  it('knows the commit behind a branch', async () => {
    const { manifest } = await reuse();
    const again = await run.pull(`${REPO}@${manifest.commit!}`, { endpoint: fake.endpoint, reuse: true });
    expect(again.reused).toBe(true);
  });

  it.each<[what: string, spoil: () => void]>([
    [
      'a file with another byte',
      () => {
        flipByte(onnx());
      },
    ],
    [
      'a file that is too short',
      () => {
        truncateSync(onnx(), 10);
      },
    ],
    [
      'no such file',
      () => {
        rmSync(onnx());
      },
    ],
    [
      'a link in place of a file',
      () => {
        linkInstead(onnx());
      },
    ],
    [
      'no manifest',
      () => {
        rmSync(at('frogs/manifest.json'));
      },
    ],
    [
      'a manifest without files',
      () => {
        editManifest((manifest) => (manifest.files = {}));
      },
    ],
    [
      'a manifest of another source',
      () => {
        editManifest((manifest) => (manifest.source = 'else/where'));
      },
    ],
    [
      'a manifest of another revision',
      () => {
        editManifest((m) => (m.revision = m.commit = 'v1'));
      },
    ],
  ])('replaces a folder with %s', async (_what, spoil) => {
    await pull();
    spoil();
    expect((await reuse()).reused).toBe(false);
    expect((await reuse()).reused).toBe(true);
    expect(run.ls('frogs')).toEqual(FILES);
  });

  it('replaces the folder where another ONNX file is asked for', async () => {
    await pull();
    expect((await reuse({ onnxFile: 'onnx/model.onnx' })).reused).toBe(false);
    expect((await reuse({ onnxFile: 'onnx/model.onnx' })).reused).toBe(true);
  });

  it('keeps the old folder where the new one cannot be had', async () => {
    mkdirSync(at('frogs'));
    writeFileSync(at('frogs/old.json'), 'old');
    fake.cdn.files.get(CDN)!.bytes = Buffer.alloc(60_000);
    expect(await refused({ reuse: true })).toContain('expected sha256');
    expect(run.ls('frogs')).toEqual(['old.json']);
  });

  function linkInstead(file: string): void {
    renameSync(file, at('x'));
    symlinkSync(at('x'), file);
  }

  function flipByte(file: string): void {
    const bytes = readFileSync(file);
    bytes[0]! ^= 1;
    writeFileSync(file, bytes);
  }

  function editManifest(edit: (manifest: Manifest) => void): void {
    const manifest = JSON.parse(readFileSync(at('frogs/manifest.json'), 'utf8')) as Manifest;
    edit(manifest);
    writeFileSync(at('frogs/manifest.json'), JSON.stringify(manifest));
  }
});
