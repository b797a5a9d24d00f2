import { RawString } from './raw-string.js';

/** Shorter ones are parsed faster than they are cut out. */
const LONG = 4096;
/** parseJson() takes no text with more; each costs a call of Node's native code. */
const MOST_STRINGS = 20_000;

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COLON = 0x3a;
const WHITESPACE = [0x20, 0x09, 0x0a, 0x0d];

export interface Shortened {
  /** The JSON text with a placeholder for every long string. */
  text: Buffer;
  longStrings: Buffer[];
}

/**
 * Takes the long strings out of a JSON text, without looking at their characters one by one.
 * @returns undefined where there are none or far too many, or where escapes leave open which quote ends a string
 */
export function cutLongStrings(json: Buffer): Shortened | undefined {
  if (json.length < LONG || json.includes(BACKSLASH)) return undefined;
  const longStrings: Buffer[] = [];
  const pieces: Buffer[] = [];
  let done = 0;
  let strings = 0;
  for (let open = json.indexOf(QUOTE); open !== -1;) {
    const close = json.indexOf(QUOTE, open + 1);
    if (close === -1 || ++strings > MOST_STRINGS) return undefined;
    if (close - open > LONG && !isName(json, close + 1)) {
      pieces.push(json.subarray(done, open), Buffer.from(placeholder(longStrings.length)));
      longStrings.push(json.subarray(open + 1, close));
      done = close + 1;
    }
    open = json.indexOf(QUOTE, close + 1);
  }
  if (longStrings.length === 0) return undefined;
  return { text: Buffer.concat([...pieces, json.subarray(done)]), longStrings };
}

/** Parses what cutLongStrings() returned; long strings come as RawString. Throws what JSON.parse throws. */
export function parseShortened({ text, longStrings }: Shortened): unknown {
  return JSON.parse(text.toString(), (_name, value: unknown) =>
    typeof value === 'string' && value.startsWith('\0')
      ? new RawString(longStrings[Number(value.slice(1))]!)
      : value,
  ) as unknown;
}

/** Begins with an escape, so that no string of a text without escapes can be one. */
function placeholder(index: number): string {
  return `"\\u0000${index}"`;
}

/** Whether the string that ends here is the name of a field. */
function isName(json: Buffer, after: number): boolean {
  let at = after;
  while (WHITESPACE.includes(json[at] ?? 0)) at++;
  return json[at] === COLON;
}
