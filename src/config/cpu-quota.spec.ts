import { describe, expect, it } from '@jest/globals';
import { usableCores } from './cpu-quota.js';

const coresWith = (files: Record<string, string>, cores = 8) => usableCores(cores, (path) => files[path]);

describe('usableCores', () => {
  it.each([
    { quota: '200000 100000', expected: 2 },
    { quota: '150000 100000', expected: 1 },
    { quota: '50000 100000', expected: 1 },
    { quota: '350000 50000', expected: 7 },
    { quota: '1600000 100000', expected: 8 },
    { quota: 'max 100000', expected: 8 },
  ])('is $expected of 8 where cpu.max is "$quota"', ({ quota, expected }) => {
    const files = { '/proc/self/cgroup': '0::/\n', '/sys/fs/cgroup/cpu.max': `${quota}\n` };
    expect(coresWith(files)).toBe(expected);
  });

  it('is the least of what the groups above allow', () => {
    const files = {
      '/proc/self/cgroup': '0::/kubepods/pod1/main\n',
      '/sys/fs/cgroup/kubepods/pod1/main/cpu.max': 'max 100000',
      '/sys/fs/cgroup/kubepods/pod1/cpu.max': '300000 100000',
      '/sys/fs/cgroup/kubepods/cpu.max': '600000 100000',
    };
    expect(coresWith(files)).toBe(3);
  });

  it('knows the files of version 1', () => {
    const files = {
      '/proc/self/cgroup': '12:memory:/docker/1\n3:cpu,cpuacct:/docker/1\n1:name=systemd:/docker/1\n0::/\n',
      '/sys/fs/cgroup/cpu,cpuacct/docker/1/cpu.cfs_quota_us': '400000\n',
      '/sys/fs/cgroup/cpu,cpuacct/docker/1/cpu.cfs_period_us': '100000\n',
      '/sys/fs/cgroup/cpu,cpuacct/cpu.cfs_quota_us': '-1\n',
      '/sys/fs/cgroup/cpu,cpuacct/cpu.cfs_period_us': '100000\n',
    };
    expect(coresWith(files)).toBe(4);
  });

  it('is the number of cores where there are no control groups', () => {
    expect(coresWith({}, 6)).toBe(6);
    expect(coresWith({ '/proc/self/cgroup': 'nonsense' }, 6)).toBe(6);
  });
});
