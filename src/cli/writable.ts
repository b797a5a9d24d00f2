import { access, constants, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { UsageError } from './cli-error.js';

/**
 * Sees that a file can be written before the work whose result it shall hold.
 * @throws UsageError naming the option
 */
export async function checkWritable(option: string, file: string): Promise<void> {
  const there = await stat(file).catch(() => undefined);
  if (there?.isDirectory())
    throw new UsageError(`${option} ${file}: expected a file, this is a folder; name a file in it`);
  for (const [path, isThere] of [
    [file, there !== undefined],
    [dirname(file), true],
  ] as const) {
    if (!isThere) continue;
    try {
      await access(path, constants.W_OK);
      return;
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      const why =
        code === 'ENOENT' ? 'is not there; make it' : `may not be written to (${code}); choose another`;
      throw new UsageError(`${option} ${file}: ${path} ${why}`, { cause: error });
    }
  }
}
