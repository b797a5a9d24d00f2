import { digestOf, newKey } from '../../src/auth/api-key.js';
import { formatKeyEntry } from '../../src/auth/key-entry.js';
import type { Scope } from '../../src/auth/scopes.js';

export interface TestKey {
  key: string;
  /** For API_KEYS or API_KEYS_FILE. */
  entry: string;
}

export function makeKey(name: string, scopes: Scope[] = ['predict']): TestKey {
  const key = newKey();
  return { key, entry: formatKeyEntry({ name, digest: digestOf(key), scopes }) };
}
