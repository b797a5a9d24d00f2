import { readFileSync } from 'node:fs';
import { processTree } from '../../../src/cli/bench/server/process-tree.js';

/** Bytes that a process held at most so far, pages that it shares included (VmHWM); 0 where it is not there. */
function peakRss(pid: number): number {
  try {
    const status = readFileSync(`/proc/${String(pid)}/status`, 'utf8');
    return Number(/^VmHWM:\s+(\d+) kB/m.exec(status)?.[1] ?? 0) * 1024;
  } catch {
    // It has ended, or this is not Linux.
    return 0;
  }
}

/** The sum over a process and all below it. They may not have held as much at one time; it is never too little. */
export function peakRssOfTree(pid: number): number {
  return processTree(pid).reduce((sum, member) => sum + peakRss(member), 0);
}
