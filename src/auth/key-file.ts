import { open, type FileHandle } from 'node:fs/promises';
import { readFileSync, statSync, type Stats } from 'node:fs';

const MOST_BYTES = 1024 * 1024;

/**
 * The text of the file of keys, read at the start.
 * @throws Error with the reason and the path
 */
export function readKeyFileSync(path: string): string {
  try {
    requireSmallFile(statSync(path));
    return readFileSync(path, 'utf8');
  } catch (cause) {
    throw unreadable(path, cause);
  }
}

/** As readKeyFileSync, without holding up requests. */
export async function readKeyFile(path: string): Promise<string> {
  let handle: FileHandle | undefined;
  try {
    handle = await open(path);
    requireSmallFile(await handle.stat());
    return await handle.readFile('utf8');
  } catch (cause) {
    throw unreadable(path, cause);
  } finally {
    await handle?.close();
  }
}

function requireSmallFile(stats: Stats): void {
  if (!stats.isFile()) throw new Error('it is no file');
  if (stats.size > MOST_BYTES) throw new Error(`it has more than ${MOST_BYTES} bytes`);
}

function unreadable(path: string, cause: unknown): Error {
  return new Error(`expected a file that can be read at ${path}; ${(cause as Error).message}`, { cause });
}
