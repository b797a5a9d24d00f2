import { parseKeyEntry, type KeyEntry } from './key-entry.js';

/** Every request is compared with each of them. */
const MOST_KEYS = 1000;

/** What is wrong with a list of keys: every bad entry at once, a line each. */
export class KeyListError extends Error {
  constructor(readonly problems: readonly string[]) {
    super(problems.join('\n'));
    this.name = 'KeyListError';
  }
}

interface Place {
  /** Where it stands, for messages: `API_KEYS_FILE, line 3`. */
  place: string;
  text: string;
}

/**
 * The entries of API_KEYS (separated by commas) and of the file (one a line; a `#` begins a comment).
 * @throws KeyListError naming each bad entry by its place, and never by its content
 */
export function parseKeyLists(variable: string, file: string): KeyEntry[] {
  const entries: KeyEntry[] = [];
  const problems: string[] = [];
  const places = new Map<string, string>();
  for (const { place, text } of [...ofVariable(variable), ...ofFile(file)]) {
    try {
      const entry = parseKeyEntry(text);
      const digest = entry.digest.toString('hex');
      const first = places.get(digest);
      if (first !== undefined) throw new Error(`expected another key; this one stands at ${first} already`);
      places.set(digest, place);
      entries.push(entry);
    } catch (error) {
      problems.push(`${place}: ${(error as Error).message}`);
    }
  }
  if (entries.length > MOST_KEYS)
    problems.push(`expected at most ${MOST_KEYS} keys, received ${entries.length}`);
  if (problems.length > 0) throw new KeyListError(problems);
  return entries;
}

function ofVariable(text: string): Place[] {
  if (text.trim() === '') return [];
  return text.split(',').map((entry, i) => ({ place: `API_KEYS, entry ${i + 1}`, text: entry.trim() }));
}

function ofFile(text: string): Place[] {
  return text
    .replace(/^\uFEFF/, '')
    .split(/\r?\n/)
    .map((line, i) => ({ place: `API_KEYS_FILE, line ${i + 1}`, text: line.replace(/#.*/, '').trim() }))
    .filter(({ text: entry }) => entry !== '');
}
