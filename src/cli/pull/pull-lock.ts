import { readFile, rm, writeFile } from 'node:fs/promises';
import { PullError } from './pull-error.js';

/**
 * Makes a lock file with this process's number. One that a killed process left is taken over.
 * @throws {PullError} if the process in it is still there
 */
export async function takeLock(lock: string, name: string): Promise<void> {
  for (;;) {
    try {
      await writeFile(lock, String(process.pid), { flag: 'wx' });
      return;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
    const pid = Number(await readFile(lock, 'utf8').catch(() => ''));
    if (isAlive(pid)) {
      throw new PullError(
        `${name}: process ${pid} is pulling it already; wait for it, or remove ${lock} if that is no pull`,
      );
    }
    await rm(lock, { force: true });
  }
}

/** In a container that is started again a killed pull may well have had this process's own number. */
function isAlive(pid: number): boolean {
  if (!Number.isSafeInteger(pid) || pid <= 0 || pid === process.pid) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
