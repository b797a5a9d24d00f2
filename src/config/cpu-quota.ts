import { readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { dirname, join } from 'node:path';

/** Reads a file below /sys or /proc; undefined where there is none. */
type ReadText = (path: string) => string | undefined;

/**
 * How many cores this process may keep busy: those that the scheduler gives it, or fewer where a control group (a
 * container's CPU limit) allows less. A part of a core counts as none, but there is always one.
 * Sources: Linux, Documentation/admin-guide/cgroup-v2.rst (cpu.max) and scheduler/sched-bwc.rst (cpu.cfs_quota_us).
 */
export function usableCores(cores: number = availableParallelism(), read: ReadText = readText): number {
  return Math.max(1, Math.floor(Math.min(cores, ...quotas(read))));
}

/** The quotas, in cores, of the process's control group and of all above it. */
function quotas(read: ReadText): number[] {
  const found: number[] = [];
  for (const line of (read('/proc/self/cgroup') ?? '').split('\n')) {
    const [, controllers = '', path = ''] = /^\d+:([^:]*):(\/.*)$/.exec(line) ?? [];
    const isVersion2 = controllers === '';
    if (path === '' || !(isVersion2 || controllers.split(',').includes('cpu'))) continue;
    const root = isVersion2 ? '/sys/fs/cgroup' : `/sys/fs/cgroup/${controllers}`;
    for (let folder = path; ; folder = dirname(folder)) {
      found.push(
        isVersion2 ? quotaOfVersion2(join(root, folder), read) : quotaOfVersion1(join(root, folder), read),
      );
      if (folder === '/') break;
    }
  }
  return found;
}

/** "max 100000" or "150000 100000": microseconds of CPU time in each period. */
function quotaOfVersion2(folder: string, read: ReadText): number {
  const [quota = 'max', period] = (read(join(folder, 'cpu.max')) ?? '').trim().split(' ');
  return cores(Number(quota), Number(period));
}

function quotaOfVersion1(folder: string, read: ReadText): number {
  return cores(
    Number(read(join(folder, 'cpu.cfs_quota_us'))),
    Number(read(join(folder, 'cpu.cfs_period_us'))),
  );
}

function cores(quota: number, period: number): number {
  return quota > 0 && period > 0 ? quota / period : Infinity;
}

function readText(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}
