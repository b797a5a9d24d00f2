import { readFileSync } from 'node:fs';
import type { Bytes } from '../pictures/bytes.js';

const VALID = new URL('../../test/pictures/valid/', import.meta.url);

/** A sound picture of test/pictures/valid, which hostile files are made of. They are read, so that no encoder's version matters. */
export function sound(file: string): Bytes {
  return readFileSync(new URL(file, VALID));
}
