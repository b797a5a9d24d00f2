import { readdirSync, readFileSync } from 'node:fs';

/** The server or one of its workers. */
export interface ServerProcess {
  readonly pid: number;
  /** Resident bytes. */
  readonly rss: number;
}

const PAGE_BYTES = 4096;

/** The process itself, then its children; Linux only, because it reads /proc. */
export function serverProcesses(pid: number): ServerProcess[] {
  const children = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((candidate) => parentOf(candidate) === pid)
    .sort((a, b) => a - b);
  return [pid, ...children].map((each) => ({ pid: each, rss: residentBytes(each) }));
}

function parentOf(pid: number): number | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
    // The name of the program, in brackets, may hold anything.
    return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]);
  } catch {
    return undefined; // It has ended.
  }
}

function residentBytes(pid: number): number {
  try {
    return Number(readFileSync(`/proc/${pid}/statm`, 'latin1').split(' ')[1]) * PAGE_BYTES;
  } catch {
    return 0;
  }
}
