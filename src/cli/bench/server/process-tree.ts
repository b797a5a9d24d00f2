import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Linux counts processor time in hundredths of a second for programs, whatever the kernel does (USER_HZ). */
const MS_PER_TICK = 10;

export interface ProcessStat {
  parent: number;
  /** Of the process and of its children that have ended, user and system. */
  cpuMs: number;
}

/** @returns undefined where there is no such process (any more), or no /proc */
export function readStat(pid: number, root = '/proc'): ProcessStat | undefined {
  const text = read(join(root, String(pid), 'stat'));
  // The name stands in parentheses and may hold anything, so the fields are counted from its end: proc(5).
  const fields = text?.slice(text.lastIndexOf(')') + 2).split(' ');
  if (!fields || fields.length < 15) return undefined;
  const ticks = fields.slice(11, 15).reduce((sum, field) => sum + Number(field), 0);
  return { parent: Number(fields[1]), cpuMs: ticks * MS_PER_TICK };
}

/** Bytes of memory that the process holds now, pages that it shares included. */
export function readRss(pid: number, root = '/proc'): number {
  const kilobytes = /^VmRSS:\s+(\d+) kB/m.exec(read(join(root, String(pid), 'status')) ?? '')?.[1];
  return Number(kilobytes ?? 0) * 1024;
}

/** The process and everything below it. Empty where it is not there. */
export function processTree(pid: number, root = '/proc'): number[] {
  const children = new Map<number, number[]>();
  for (const name of list(root)) {
    if (!/^\d+$/.test(name)) continue;
    const stat = readStat(Number(name), root);
    if (stat) children.set(stat.parent, [...(children.get(stat.parent) ?? []), Number(name)]);
  }
  const tree = readStat(pid, root) ? [pid] : [];
  for (const member of tree) tree.push(...(children.get(member) ?? []));
  return tree;
}

function list(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

function read(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    // It ended between being listed and being read, or this is not Linux.
    return undefined;
  }
}
