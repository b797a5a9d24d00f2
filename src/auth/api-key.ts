import { hash, randomBytes } from 'node:crypto';

/** So that people, and scanners of repositories, recognise a key where it should not be. */
export const KEY_PREFIX = 'tpd_';

const KEY_BYTES = 32;

/** What a key of one's own has to be: characters that every header takes, and too many to be guessed. */
const OWN_KEY = /^[A-Za-z0-9._~+/-]{32,256}=*$/;

/** A new key: 256 random bits in base64url. */
export function newKey(): string {
  return KEY_PREFIX + randomBytes(KEY_BYTES).toString('base64url');
}

/** Whether a text may serve as a key; the digest of a shorter one could be turned back by trying. */
export function isFitForKey(text: string): boolean {
  return OWN_KEY.test(text);
}

/**
 * What the server keeps of a key. A plain sha256 is enough for a text of 256 random bits: nobody can try them all.
 * (Passwords, which people choose, would need a slow hash.)
 */
export function digestOf(key: string): Buffer {
  return hash('sha256', key, 'buffer');
}
