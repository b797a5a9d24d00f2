import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { processTree, readRss, readStat } from './process-tree.js';
import { ServerMeter } from './server-meter.js';

describe('a make-believe /proc', () => {
  let root: string;
  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'proc-'));
    write(10, { parent: 1, ticks: [100, 20, 3, 1], kilobytes: 50_000, name: 'node (x) y' });
    write(11, { parent: 10, ticks: [40, 5, 0, 0], kilobytes: 30_000 });
    write(12, { parent: 11, ticks: [1, 1, 0, 0], kilobytes: 1000 });
    write(20, { parent: 1, ticks: [999, 999, 0, 0], kilobytes: 9999 });
    mkdirSync(join(root, 'self'));
  });
  afterEach(() => {
    rmSync(root, { recursive: true });
  });

  interface Fake {
    parent: number;
    /** utime, stime, cutime, cstime */
    ticks: number[];
    kilobytes: number;
    name?: string;
  }
  function write(pid: number, { parent, ticks, kilobytes, name = 'node' }: Fake): void {
    mkdirSync(join(root, String(pid)), { recursive: true });
    const stat = `${pid} (${name}) S ${parent} 1 1 0 -1 0 0 0 0 0 ${ticks.join(' ')} 20 0 11 0 5 6 7\n`;
    writeFileSync(join(root, String(pid), 'stat'), stat);
    writeFileSync(
      join(root, String(pid), 'status'),
      `Name:\tnode\nVmHWM:\t 1 kB\nVmRSS:\t   ${kilobytes} kB\n`,
    );
  }

  it('is read by process, whatever its name', () => {
    expect(readStat(10, root)).toEqual({ parent: 1, cpuMs: 1240 });
    expect(readRss(10, root)).toBe(50_000 * 1024);
    expect(readStat(99, root)).toBeUndefined();
    expect(readRss(99, root)).toBe(0);
  });

  it('has trees', () => {
    expect(processTree(10, root)).toEqual([10, 11, 12]);
    expect(processTree(99, root)).toEqual([]);
    expect(processTree(10, join(root, 'nowhere'))).toEqual([]);
  });

  it('is metered over the tree, with workers that come', () => {
    const meter = new ServerMeter(10, root);
    meter.start();
    write(10, { parent: 1, ticks: [110, 20, 3, 1], kilobytes: 20_000 });
    write(13, { parent: 10, ticks: [7, 0, 0, 0], kilobytes: 2000 });
    expect(meter.stop()).toEqual({ cpuMs: 170, peakRssBytes: 81_000 * 1024 });
  });

  it('loses no time of a worker that ends, as its parent has it then', () => {
    const meter = new ServerMeter(10, root);
    meter.start();
    rmSync(join(root, '12'), { recursive: true });
    write(11, { parent: 10, ticks: [40, 5, 2, 3], kilobytes: 30_000 });
    expect(meter.stop()).toMatchObject({ cpuMs: 30 });
  });

  it('says nothing of a process that is gone', () => {
    const meter = new ServerMeter(10, root);
    expect(meter.canRead).toBe(true);
    meter.start();
    rmSync(join(root, '10'), { recursive: true });
    expect(meter.stop()).toBeUndefined();
    expect(meter.canRead).toBe(false);
  });
});

// Other systems have none.
if (process.platform === 'linux') {
  describe('the real /proc', () => {
    it('knows this process', () => {
      expect(processTree(process.pid)[0]).toBe(process.pid);
      expect(readRss(process.pid)).toBeGreaterThan(10_000_000);
      expect(readStat(process.pid)).toMatchObject({ parent: process.ppid });
    });
  });
}
