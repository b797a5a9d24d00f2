import { access, constants, stat } from 'node:fs/promises';
import { UsageError } from './cli-error.js';
import { problemOf } from './problem.js';

/**
 * Sees that there is a file to read, before anything takes its time. It is not opened, because a pipe can be once only.
 * @throws UsageError naming the option
 */
export async function expectFile(option: string, file: string): Promise<void> {
  try {
    await access(file, constants.R_OK);
    if ((await stat(file)).isDirectory())
      throw Object.assign(new Error(), { code: 'EISDIR', syscall: 'read' });
  } catch (error) {
    throw new UsageError(`${option} ${file}: ${problemOf(error).detail}`, { cause: error });
  }
}

/**
 * Sees that there is a folder, so that the message names what was typed and not a variable of the server.
 * @throws Error naming the path
 */
export async function expectModelFolder(folder: string): Promise<void> {
  const found = await stat(folder).catch(() => undefined);
  if (found?.isDirectory()) return;
  throw new Error(
    `${folder}: expected a model folder, found ${found ? 'a file' : 'nothing there'}; check the path, or download a model with tetrapod pull`,
  );
}
