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
