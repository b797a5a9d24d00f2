import { digestOf, isFitForKey, newKey } from '../../auth/api-key.js';
import { formatKeyEntry } from '../../auth/key-entry.js';
import type { Scope } from '../../auth/scopes.js';

/** A new key and its entry, for a person or a program. */
export function newKeyText(name: string, scopes: readonly Scope[], asJson: boolean): string {
  const key = newKey();
  const entry = formatKeyEntry({ name, digest: digestOf(key), scopes });
  if (asJson) return `${JSON.stringify({ name, scopes, key, entry })}\n`;
  return (
    `key    ${key}\n` +
    '       for the client, in the header Authorization: Bearer KEY; it is not shown again\n' +
    `entry  ${entry}\n` +
    '       for the server, in API_KEYS or as a line of API_KEYS_FILE\n'
  );
}

/**
 * The entry of a key.
 * @param input the key, with a line break behind it or not
 * @throws Error where it cannot serve as a key
 */
export function hashKeyText(input: string, name: string, scopes: readonly Scope[]): string {
  const key = input.replace(/\r?\n$/, '');
  if (!isFitForKey(key)) {
    throw new Error(
      'expected a key of 32 to 256 characters A-Z a-z 0-9 - . _ ~ + /, as `tetrapod keys new` makes it; received ' +
        (key === '' ? 'nothing' : `${key.length} characters that are none`),
    );
  }
  return `${formatKeyEntry({ name, digest: digestOf(key), scopes })}\n`;
}
