import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { FakeHub, REPO, smallModel } from '../../../test/support/hub/fake-hub.js';
import { PullRun } from '../../../test/support/hub/pull-run.js';
import { StagingFolder } from './staging-folder.js';

const CDN = FakeHub.cdnPath('onnx/model.onnx');
const FILES = ['config.json', 'manifest.json', 'onnx/model.onnx', 'preprocessor_config.json'];

describe('the models folder', () => {
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

  it('is made', async () => {
    await pull({ into: at('a/b') });
    expect(existsSync(at('a/b/frogs/manifest.json'))).toBe(true);
  });

  it('keeps an existing folder, without asking anybody', async () => {
    mkdirSync(at('frogs'));
    expect(await refused()).toMatch(/frogs exists: .*--force.*--name/);
    expect(fake.hub.requests).toEqual([]);
    await pull({ name: 'other' });
    expect(run.ls('other')).toEqual(FILES);
  });

  it('keeps one that came meanwhile', async () => {
    fake.cdn.next(CDN, (_request, _response, serve) => {
      mkdirSync(at('frogs'));
      serve();
    });
    expect(await refused()).toContain('frogs exists');
    expect(readdirSync(at('frogs'))).toEqual([]);
  });

  it('exchanges the folder with --force, as a whole and last', async () => {
    mkdirSync(at('frogs'));
    writeFileSync(at('frogs/old.json'), 'old');
    fake.cdn.next(CDN, (_request, _response, serve) => {
      expect(readFileSync(at('frogs/old.json'), 'utf8')).toBe('old');
      serve();
    });
    await pull({ force: true });
    expect(run.ls()).toEqual(FILES.map((file) => `frogs/${file}`));
  });

  it('keeps the old folder where a forced pull fails', async () => {
    mkdirSync(at('frogs'));
    writeFileSync(at('frogs/old.json'), 'old');
    fake.cdn.files.get(CDN)!.bytes = Buffer.alloc(60_000);
    expect(await refused({ force: true })).toContain('expected sha256');
    expect(run.ls('frogs')).toEqual(['old.json']);
  });

  it('puts the old folder back where the new one cannot be moved', async () => {
    mkdirSync(at('frogs'));
    writeFileSync(at('frogs/old.json'), 'old');
    const folder = await StagingFolder.open(run.models, 'frogs', 'x');
    rmSync(folder.path, { recursive: true });
    await expect(folder.publish(true)).rejects.toThrow(/cannot write .*frogs \(ENOENT\)/);
    await folder.release();
    expect(run.ls()).toEqual(['frogs/old.json']);
  });

  it('replaces a link, and leaves what it points to', async () => {
    mkdirSync(at('elsewhere'));
    writeFileSync(at('elsewhere/kept.json'), '');
    symlinkSync(at('elsewhere'), at('frogs'));
    expect(await refused()).toContain('frogs exists');
    await pull({ force: true });
    expect(run.ls('elsewhere')).toEqual(['kept.json']);
    expect(run.ls('frogs')).toEqual(FILES);
  });

  it('puts a folder back that a killed exchange left aside', async () => {
    mkdirSync(at('frogs'));
    renameSync(at('frogs'), at('.pull-frogs.old'));
    expect(await refused()).toContain('frogs exists');
    expect(readdirSync(run.models)).toEqual(['frogs']);
  });

  it('lets one process at a time pull a name', async () => {
    writeFileSync(at('.pull-frogs.lock'), String(process.ppid));
    expect(await refused()).toMatch(/process \d+ is pulling it already; .*remove .*\.pull-frogs\.lock/);
    expect(readFileSync(at('.pull-frogs.lock'), 'utf8')).toBe(String(process.ppid));
  });

  it('explains what the file system refuses', async () => {
    writeFileSync(at('file'), '');
    expect(await refused({ into: at('file/models') })).toMatch(/cannot write .* \(ENOTDIR\).*a file stands/);
  });

  it.each(['..', '.hidden', 'a/b', '', 'x'.repeat(97), 'a b'])('refuses the name %j', async (name) => {
    expect(await refused({ name })).toContain('is no name for a folder');
  });
});
