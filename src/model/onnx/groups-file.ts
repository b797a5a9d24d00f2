import { fileURLToPath } from 'node:url';

/**
 * @param nameOrPath LABEL_GROUPS: a name stands for a file that comes with the server, anything else is a path
 * @returns undefined where it is not set
 */
export function groupsFile(nameOrPath: string): string | undefined {
  if (nameOrPath === '') return undefined;
  if (!/^[\w-]+$/.test(nameOrPath)) return nameOrPath;
  return fileURLToPath(new URL(`../../../labels/${nameOrPath}.json`, import.meta.url));
}
