import { readFileSync } from 'node:fs';

/** The version of the package, as package.json has it; the same file for the source and for what is built of it. */
export function packageVersion(): string {
  const text = readFileSync(new URL('../../package.json', import.meta.url), 'utf8');
  return (JSON.parse(text) as { version: string }).version;
}
