/** What Linux tells of a process in /proc (proc(5)). Every function takes its place, so that tests can make one up. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { processTree, readStat } from '../../src/cli/bench/server/process-tree.js';

/**
 * Bytes of memory that would be free if the process ended: what it shares with others is divided among them.
 * @returns 0 where there is no such process (any more)
 */
export function readPss(pid: number, root = '/proc'): number {
  const text = attempt(() => readFileSync(join(root, String(pid), 'smaps_rollup'), 'utf8'));
  return Number(/^Pss:\s+(\d+) kB/m.exec(text ?? '')?.[1] ?? 0) * 1024;
}

/** @returns how many descriptors the process has open, 0 where there is no such process (any more) */
export function countDescriptors(pid: number, root = '/proc'): number {
  return attempt(() => readdirSync(join(root, String(pid), 'fd')).length) ?? 0;
}

/** The workers of a server: its own children that run the program of a worker. */
export function workersOf(server: number, root = '/proc'): number[] {
  return processTree(server, root).filter(
    (pid) => readStat(pid, root)?.parent === server && commandOf(pid, root).includes('worker-main.js'),
  );
}

function commandOf(pid: number, root: string): string {
  return attempt(() => readFileSync(join(root, String(pid), 'cmdline'), 'utf8')) ?? '';
}

/** Processes end between being listed and being read. */
function attempt<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}
