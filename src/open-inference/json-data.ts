import { randomUUID } from 'node:crypto';
import { AppError } from '../errors.js';
import { parseJson } from '../http/json.js';
import { RawString } from '../http/raw-string.js';
import { skipWhitespace } from '../pipeline/skip-whitespace.js';

/** Shorter strings are parsed faster than they are cut out. */
const LONG_STRING = 4096;
/** So much is parsed a second time, to say where it is wrong. */
const PARSED_TWICE = 64 * 1024;
/** No request that parseJson() would take has more; each costs a call of Node's native code. */
const MOST_QUOTES = 40_000;

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COLON = 0x3a;
const OPENING = 0x5b;
const CLOSING = 0x5d;
const END_OF_OBJECT = 0x7d;
const DATA = Buffer.from('"data"');
/** The same with an escape for every letter. */
const LONGEST_DATA = '"\\u0064\\u0061\\u0074\\u0061"'.length;

/** The numbers of a tensor, left as the JSON text that they came as: there may be millions. */
export class NumbersText {
  constructor(readonly text: Buffer) {}
}

/** A JSON value without the bulk of its data. */
export interface ParsedJson {
  readonly value: unknown;
  /** The part that stands at a place of the value; the place's own value where nothing was cut out there. */
  readonly partAt: (placed: unknown) => unknown;
}

/**
 * Parses the JSON text of an inference request. Arrays of numbers that are called `data` come as NumbersText and long
 * strings without escapes as RawString, neither of them looked at: the server's event loop has no time for megabytes.
 * What is in them is left to whoever reads them.
 *
 * @throws AppError `malformed_json`
 */
export function parseInferenceJson(json: Buffer): ParsedJson {
  const { text, parts } = cutParts(json);
  const partAt = (placed: unknown) => (typeof placed === 'string' ? (parts.get(placed) ?? placed) : placed);
  if (parts.size === 0) return { value: parseJson(json), partAt };
  try {
    return { value: parseJson(text), partAt };
  } catch (error) {
    // As it came: positions are right then, and data that mix numbers with other things are told of by their reader.
    if (json.length <= PARSED_TWICE) return { value: parseJson(json), partAt };
    throw new AppError(
      'malformed_json',
      `expected a JSON text (RFC 8259) in UTF-8, received ${json.length} bytes that are not, or whose data mix numbers ` +
        'with other things',
      { cause: error },
    );
  }
}

interface Cut {
  /** The JSON text with a mark, which is a string, for every part. */
  text: Buffer;
  /** By their marks. */
  parts: Map<string, NumbersText | RawString>;
}

function cutParts(json: Buffer): Cut {
  const parts: Cut['parts'] = new Map();
  // Any string may stand in the text. One that nobody can know beforehand is no string of the client's.
  const nonce = randomUUID();
  const pieces: Buffer[] = [];
  let done = 0;
  const cut = (start: number, end: number, part: NumbersText | RawString) => {
    const mark = `${nonce} ${parts.size}`;
    pieces.push(json.subarray(done, start), Buffer.from(`"${mark}"`));
    parts.set(mark, part);
    done = end;
  };
  const budget = { quotes: MOST_QUOTES };
  for (let open = json.indexOf(QUOTE); open !== -1;) {
    const close = endOfString(json, open, budget);
    if (close === -1) break;
    let next = close + 1;
    const colon = skipWhitespace(json, next);
    if (json[colon] !== COLON) {
      const text = json.subarray(open + 1, close);
      if (text.length >= LONG_STRING && !text.includes(BACKSLASH)) cut(open, next, new RawString(text));
    } else if (isData(json.subarray(open, next))) {
      const start = skipWhitespace(json, colon + 1);
      const end = json[start] === OPENING ? endOfNumbers(json, start) : undefined;
      if (end !== undefined) {
        cut(start, end, new NumbersText(json.subarray(start, end)));
        next = end;
      }
    }
    open = json.indexOf(QUOTE, next);
  }
  pieces.push(json.subarray(done));
  return { text: Buffer.concat(pieces), parts };
}

/** Whether a string is `data`, however it is written. */
function isData(text: Buffer): boolean {
  if (text.equals(DATA)) return true;
  if (text.length > LONGEST_DATA || !text.includes(BACKSLASH)) return false;
  try {
    return JSON.parse(text.toString()) === 'data';
  } catch {
    return false;
  }
}

/** @returns the place of the quote that ends the string, -1 where there is none or the budget is used up */
function endOfString(json: Buffer, open: number, budget: { quotes: number }): number {
  for (let close = json.indexOf(QUOTE, open + 1); close !== -1; close = json.indexOf(QUOTE, close + 1)) {
    if (budget.quotes-- === 0) return -1;
    let backslashes = 0;
    while (json[close - 1 - backslashes] === BACKSLASH) backslashes++;
    if (backslashes % 2 === 0) return close;
  }
  return -1;
}

/**
 * Numbers hold neither quotes nor braces, so that their array ends with the last bracket before the next of these.
 * @returns the place behind it; undefined where something else than numbers begins the array
 */
function endOfNumbers(json: Buffer, start: number): number | undefined {
  const quote = json.indexOf(QUOTE, start);
  const segment = json.subarray(start, quote === -1 ? json.length : quote);
  const brace = segment.indexOf(END_OF_OBJECT);
  const last = (brace === -1 ? segment : segment.subarray(0, brace)).lastIndexOf(CLOSING);
  return last === -1 ? undefined : start + last + 1;
}
