import { isUtf8 } from 'node:buffer';
import { AppError } from '../errors.js';

/** No request of this server nests deeper; JSON.parse itself would take tens of thousands of levels. */
const MAX_DEPTH = 32;
/** Arrays and objects in one body; each costs many times its two characters in memory. */
const MAX_CONTAINERS = 10_000;

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const OPENINGS = [0x7b, 0x5b]; // { [
const CLOSINGS = [0x7d, 0x5d]; // } ]

/**
 * Parses a JSON text (RFC 8259) in UTF-8, with or without a byte order mark.
 * @throws AppError `malformed_json` with the position of the first error, never with any of the text
 */
export function parseJson(bytes: Buffer): unknown {
  if (bytes.length === 0) throw malformed('received an empty body');
  if (!isUtf8(bytes)) throw malformed('received bytes that are not UTF-8');
  refuseBoundlessStructure(bytes);
  const hasMark = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf;
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
  // Base64 has no brackets, so the text of a picture is passed over at the speed of memory.
  if (openingsUpTo(bytes, MAX_DEPTH) <= MAX_DEPTH) return;
  let depth = 0;
  let containers = 0;
  let inString = false;
  for (let at = 0; at < bytes.length; at++) {
    const byte = bytes[at]!;
    if (inString) {
      if (byte === BACKSLASH) at++;
      else if (byte === QUOTE) inString = false;
    } else if (byte === QUOTE) inString = true;
    else if (CLOSINGS.includes(byte)) depth--;
    else if (OPENINGS.includes(byte)) {
      depth++;
      containers++;
      if (depth > MAX_DEPTH) throw malformed(`at most ${MAX_DEPTH} levels deep, received more`);
      if (containers > MAX_CONTAINERS)
        throw malformed(`of at most ${MAX_CONTAINERS} arrays and objects, received more`);
    }
  }
}

/** How many brackets open, in strings too; stops counting beyond the limit. */
function openingsUpTo(bytes: Buffer, limit: number): number {
  let count = 0;
  for (const opening of OPENINGS) {
    for (let at = bytes.indexOf(opening); at !== -1 && count <= limit; at = bytes.indexOf(opening, at + 1))
      count++;
  }
  return count;
}
