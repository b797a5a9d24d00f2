import { cpSync, mkdirSync, readdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../../support/server-process.js';

/** What commands of documents may write to, and what has to lie in the folder itself. */
const COPIED = [
  'deploy',
  'docs',
  'package.json',
  'package-lock.json',
  'Dockerfile',
  '.dockerignore',
  '.npmrc',
];

/**
 * A copy of the project for commands to work in, built and with its packages. What they do not write to is linked.
 * @param copies further files and folders that they write to
 */
export function makeCheckout(folder: string, copies: readonly string[] = []): void {
  mkdirSync(folder);
  const copied = [...COPIED, ...copies];
  for (const name of copied) cpSync(join(ROOT, name), join(folder, name), { recursive: true });
  const linked = readdirSync(ROOT).filter(
    (name) => !copied.includes(name) && name !== '.git' && name !== 'models',
  );
  for (const name of linked) symlinkSync(join(ROOT, name), join(folder, name));
}
