import type { AppConfig } from '../config/app-config.js';
import { ConfigError } from '../config/config-error.js';
import { requiresKeys } from './auth-policy.js';
import { readKeyFileSync } from './key-file.js';
import { KeyListError, parseKeyLists } from './key-list.js';
import { KeyRing } from './key-ring.js';

/** The keys that the server starts with. */
export interface LoadedKeys {
  /** Whether requests need a key at all. */
  isRequired: boolean;
  /** What API_KEYS_FILE holds; empty where it is unset. */
  fileText: string;
  ring: KeyRing;
}

/**
 * Reads API_KEYS and API_KEYS_FILE. It needs nothing of Nest, so that the start can fail before anything is loaded.
 * @throws ConfigError for bad entries, an unreadable file, or settings that contradict each other
 */
export function loadKeys(config: AppConfig): LoadedKeys {
  const { API_KEYS, API_KEYS_FILE } = config;
  const isRequired = requiresKeys(config, API_KEYS !== '' || API_KEYS_FILE !== '');
  try {
    const fileText = API_KEYS_FILE === '' ? '' : readKeyFileSync(API_KEYS_FILE);
    return { isRequired, fileText, ring: isRequired ? parseKeys(API_KEYS, fileText) : new KeyRing([]) };
  } catch (error) {
    throw new ConfigError(
      error instanceof KeyListError ? [...error.problems] : [`API_KEYS_FILE: ${(error as Error).message}`],
    );
  }
}

/** @throws KeyListError for bad entries, and where there is none */
export function parseKeys(variable: string, fileText: string): KeyRing {
  const ring = new KeyRing(parseKeyLists(variable, fileText));
  if (ring.size === 0) {
    throw new KeyListError([
      'API_KEYS_FILE: expected a key at least, received none; nobody could use the server',
    ]);
  }
  return ring;
}
