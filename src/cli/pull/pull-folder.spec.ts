import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { dropAfter, FakeHub, PullRun, REPO, smallModel } from '../../../test/support/fake-hub.js';
import type { Manifest } from './manifest.js';
import { StagingFolder } from './staging-folder.js';

const CDN = FakeHub.cdnPath('onnx/model.onnx');
const FILES = ['config.json', 'manifest.json', 'onnx/model.onnx', 'preprocessor_config.json'];

describe('the models folder', () => {
  let fake: FakeHub;
  let run: PullRun;
  const pull = (options = {}) => run.pull(REPO, { endpoint: fake.endpoint, ...options });
  const refused = (options = {}) => run.refused(REPO, { endpoint: fake.endpoint, ...options });
  const at = (path: string) => join(run.models, path);
  const staging = () => readdirSync(run.models).find((name) => /^\.pull-frogs-[0-9a-f]{12}$/.test(name))!;
  /** A pull that ends with a part of 400 bytes. */
  const breakOff = async () => {
    fake.cdn.next(CDN, ...[1, 2, 3, 4].map((nth) => dropAfter(100, run.took(nth * 100))));
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

  describe('with reuse', () => {
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
