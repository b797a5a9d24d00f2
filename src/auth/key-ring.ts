import { timingSafeEqual } from 'node:crypto';
import { digestOf } from './api-key.js';
import { formatKeyEntry, type KeyEntry } from './key-entry.js';

/** What changes from one set of keys to the next, by the keys' names. */
export interface KeyChanges {
  added: string[];
  removed: string[];
  /** Names that stay and have other keys or scopes than before. */
  changed: string[];
}

/** The keys that are accepted at a time. */
export class KeyRing {
  constructor(private readonly entries: readonly KeyEntry[]) {}

  get size(): number {
    return this.entries.length;
  }

  /** Sorted, each once. */
  get names(): string[] {
    return [...new Set(this.entries.map(({ name }) => name))].sort();
  }

  /**
   * The entry of a key, found in a time that tells nothing: the digests are compared, not the keys, each of them whole,
   * and all of them whichever fits.
   */
  find(key: string): KeyEntry | undefined {
    const digest = digestOf(key);
    let found: KeyEntry | undefined;
    for (const entry of this.entries) {
      if (timingSafeEqual(entry.digest, digest)) found = entry;
    }
    return found;
  }

  changesTo(next: KeyRing): KeyChanges {
    const [before, after] = [this.names, next.names];
    return {
      added: after.filter((name) => !before.includes(name)),
      removed: before.filter((name) => !after.includes(name)),
      changed: after.filter((name) => before.includes(name) && this.lines(name) !== next.lines(name)),
    };
  }

  private lines(name: string): string {
    return this.entries
      .filter((entry) => entry.name === name)
      .map(formatKeyEntry)
      .sort()
      .join();
  }
}
