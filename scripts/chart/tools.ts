import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const TOOLS = ['helm', 'kubectl'] as const;
export type Tool = (typeof TOOLS)[number];

/** Where `npm run tools` puts them; `npm ci` empties it. */
export const FETCHED = fileURLToPath(new URL('../../node_modules/.cache/kubernetes-tools', import.meta.url));

/**
 * The path of helm or kubectl: the one that is installed, else the one that was fetched.
 * @throws Error that says how to get it
 */
export function toolPath(tool: Tool, path: string = process.env.PATH ?? ''): string {
  const found = [...path.split(delimiter).filter((folder) => folder !== ''), FETCHED]
    .map((folder) => join(folder, tool))
    .find(isExecutable);
  if (found !== undefined) return found;
  throw new Error(`expected ${tool} on PATH, found none: install it, or run npm run tools (Linux on x64)`);
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
