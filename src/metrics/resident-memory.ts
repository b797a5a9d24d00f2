import { readFile } from 'node:fs/promises';

/**
 * The memory of other processes that is in RAM. Linux alone tells it.
 * @returns bytes of all together; undefined where none of them can be read
 */
export async function residentMemory(processIds: readonly number[]): Promise<number | undefined> {
  const sizes = await Promise.all(processIds.map(residentMemoryOf));
  const known = sizes.filter((size) => size !== undefined);
  return known.length === 0 ? undefined : known.reduce((sum, size) => sum + size, 0);
}

/** @returns undefined where it has ended, or on another system */
async function residentMemoryOf(pid: number): Promise<number | undefined> {
  try {
    return residentBytes(await readFile(`/proc/${pid}/status`, 'utf8'));
  } catch {
    return undefined;
  }
}

/** @param status what /proc/PID/status says (proc(5)); a process that is ending says nothing of its memory */
export function residentBytes(status: string): number | undefined {
  const kilobytes = /^VmRSS:\s*(\d+) kB$/m.exec(status)?.[1];
  return kilobytes === undefined ? undefined : Number(kilobytes) * 1024;
}
