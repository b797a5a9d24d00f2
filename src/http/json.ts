import { isUtf8 } from 'node:buffer';
import { AppError } from '../errors.js';
import { cutLongStrings, parseShortened } from './json-long-strings.js';

/** No request of this server nests deeper; JSON.parse itself would take tens of thousands of levels. */
const MAX_DEPTH = 32;
/** Arrays, objects, fields and items in one body: a million of them take seconds and a gigabyte. */
const MAX_PARTS = 10_000;

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COMMA = 0x2c;
const OPENINGS = [0x7b, 0x5b]; // { [
const CLOSINGS = [0x7d, 0x5d]; // } ]

/**
 * Parses a JSON text (RFC 8259) in UTF-8, with or without a byte order mark. Long strings without escapes come as
 * RawString; whether they are UTF-8 without control characters, as JSON demands, is left to whoever reads them.
 * @throws AppError `malformed_json` never with any of the text; with the position of the first error where the engine
 * tells it
 */
export function parseJson(bytes: Buffer): unknown {
  if (bytes.length === 0) throw malformed('received an empty body');
  const shortened = cutLongStrings(bytes);
  const text = shortened?.text ?? bytes;
  if (!isUtf8(text)) throw malformed('received bytes that are not UTF-8');
  refuseBoundlessStructure(text);
  const hasMark = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf;
  try {
    if (shortened) return parseShortened(shortened);
  } catch {
    // The whole text is parsed then, because its error is at another position.
  }
  try {
    return JSON.parse(bytes.toString('utf8', hasMark ? 3 : 0)) as unknown;
  } catch (error) {
    // Only at the end of the message, because some messages quote the text.
    const position = /at position (\d+)(?: \(line \d+ column \d+\))?$/.exec((error as Error).message)?.[1];
    const where =
      position === undefined ? '' : `; the first error is at character ${position} (counted from 0)`;
    throw malformed(`received ${bytes.length} bytes that are not${where}`);
  }
}

function malformed(received: string): AppError {
  return new AppError('malformed_json', `expected a JSON text (RFC 8259) in UTF-8, ${received}`);
}

/** Counts are taken before parsing, so that a hostile text costs no memory. */
function refuseBoundlessStructure(bytes: Buffer): void {
  // Base64 has no such characters, so the text of a picture is passed over at the speed of memory.
  if (isPlain(bytes)) return;
  let depth = 0;
  let parts = 0;
  let inString = false;
  for (let at = 0; at < bytes.length; at++) {
    const byte = bytes[at]!;
    if (inString) {
      if (byte === BACKSLASH) at++;
      else if (byte === QUOTE) inString = false;
    } else if (byte === QUOTE) inString = true;
    else if (byte === COMMA) parts++;
    else if (CLOSINGS.includes(byte)) depth--;
    else if (OPENINGS.includes(byte)) {
      depth++;
      parts++;
    }
    if (depth > MAX_DEPTH) throw malformed(`at most ${MAX_DEPTH} levels deep, received more`);
    if (parts > MAX_PARTS)
      throw malformed(`of at most ${MAX_PARTS} fields, items, arrays and objects, received more`);
  }
}

/** Whether so few brackets and commas occur, in strings too, that no limit can be reached. */
function isPlain(bytes: Buffer): boolean {
  let count = 0;
  for (const character of [...OPENINGS, COMMA]) {
    for (let at = bytes.indexOf(character); at !== -1; at = bytes.indexOf(character, at + 1)) {
      if (++count > MAX_DEPTH) return false;
    }
  }
  return true;
}
