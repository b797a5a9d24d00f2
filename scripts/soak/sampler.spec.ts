import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { countDescriptors, readPss, workersOf } from './proc.js';
import { Sampler } from './sampler.js';

const WORKER = 'node\0/tetrapod/dist/workers/worker-main.js\0';
const MB = 1024 * 1024;

describe('a make-believe /proc', () => {
  let root: string;
  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'proc-'));
    write(10, { parent: 1, megabytes: 100, descriptors: 3 });
    write(12, { parent: 10, megabytes: 40, command: WORKER });
    write(11, { parent: 10, megabytes: 50, command: WORKER });
    // Children of others, and no workers.
    write(13, { parent: 10, megabytes: 9 });
    write(30, { parent: 1, megabytes: 9, command: WORKER });
  });
  afterEach(() => {
    rmSync(root, { recursive: true });
  });

  interface Fake {
    parent: number;
    megabytes: number;
    descriptors?: number;
    command?: string;
  }
  function write(pid: number, { parent, megabytes, descriptors = 0, command = 'node\0' }: Fake): void {
    const folder = join(root, String(pid));
    mkdirSync(join(folder, 'fd'), { recursive: true });
    for (let i = 0; i < descriptors; i++) writeFileSync(join(folder, 'fd', String(i)), '');
    writeFileSync(
      join(folder, 'stat'),
      `${pid} (node) S ${parent} 1 1 0 -1 0 0 0 0 0 1 1 0 0 20 0 11 0 5 6 7\n`,
    );
    writeFileSync(join(folder, 'status'), `Name:\tnode\nVmRSS:\t ${megabytes * 2 * 1024} kB\n`);
    writeFileSync(join(folder, 'smaps_rollup'), `00-ff ---p 0 0 0 [rollup]\nPss:   ${megabytes * 1024} kB\n`);
    writeFileSync(join(folder, 'cmdline'), command);
  }
  const end = (pid: number) => {
    rmSync(join(root, String(pid)), { recursive: true });
  };

  it('is read by process', () => {
    expect(readPss(10, root)).toBe(100 * MB);
    expect(countDescriptors(10, root)).toBe(3);
    expect(workersOf(10, root).sort()).toEqual([11, 12]);
    expect([readPss(99, root), countDescriptors(99, root), workersOf(99, root)]).toEqual([0, 0, []]);
  });

  it('is sampled with the sums over server and workers', () => {
    expect(new Sampler(10, root).sample(7, 350)).toEqual({
      seconds: 7,
      serverPss: 100 * MB,
      serverRss: 200 * MB,
      elder: 11,
      elderPss: 50 * MB,
      totalPss: 190 * MB,
      totalRss: 380 * MB,
      descriptors: 3,
      workers: 2,
      answers: 350,
    });
  });

  it('has an oldest worker, whatever the numbers of those that come later', () => {
    const sampler = new Sampler(10, root);
    sampler.look();
    write(5, { parent: 10, megabytes: 30, command: WORKER });
    expect(sampler.sample(1, 0)).toMatchObject({ elder: 11, workers: 3 });
    end(11);
    expect(sampler.sample(2, 0)).toMatchObject({ elder: 12, workers: 2 });
    expect(sampler.ended).toEqual([11]);
  });
});

// Other systems have none.
if (process.platform === 'linux') {
  describe('the real /proc', () => {
    it('knows this process', () => {
      expect(readPss(process.pid)).toBeGreaterThan(10_000_000);
      expect(countDescriptors(process.pid)).toBeGreaterThan(2);
    });
  });
}
