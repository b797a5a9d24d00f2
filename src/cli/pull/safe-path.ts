import { UsageError } from '../cli-error.js';
import { PullError, oneLine } from './pull-error.js';

/**
 * The path of a file inside a model folder, as it was, if it can stay inside that folder on every system.
 * @throws {PullError} for `..`, `.`, empty parts, absolute paths, backslashes, drive letters, control characters
 */
export function safePath(path: string, whose: string): string {
  const parts = path.split('/');
  const unsafe =
    path.length > 1024 ||
    /[\p{Cc}\\]/u.test(path) ||
    /^[a-z]:/i.test(path) ||
    parts.some((part) => part === '' || part === '.' || part === '..');
  if (unsafe) {
    throw new PullError(
      `${whose} names the file "${oneLine(path)}": expected a path inside the model folder; nothing was kept of it, do not trust this source`,
    );
  }
  return path;
}

/**
 * The name of the model's folder inside the models folder. A leading dot is left to unfinished pulls.
 * @throws {UsageError} for anything but letters, digits, dots, dashes and underscores
 */
export function safeName(name: string): string {
  if (!/^[A-Za-z0-9][A-Za-z0-9._-]{0,95}$/.test(name)) {
    throw new UsageError(
      `"${oneLine(name)}" is no name for a folder: expected up to 96 letters, digits, dots, dashes and underscores, the first a letter or a digit; give one with --name`,
    );
  }
  return name;
}

/** A path as it stands in an address: each part percent-encoded, so that `#` and `?` stay in the file's name. */
export function encodePath(path: string): string {
  return path.split('/').map(encodeURIComponent).join('/');
}
