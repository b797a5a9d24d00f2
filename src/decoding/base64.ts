import { AppError } from '../errors.js';

/** An RFC 2397 data URL of an image; its declared type is not believed, the content decides. */
const DATA_URL = /^data:image\/[\w.+-]{1,64}(?:;[\w-]{1,32}=[\w."-]{0,64}){0,4};base64,/i;
const WHITESPACE = ['\n', '\r', ' ', '\t', '\f', '\v'];
const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
const PAD = '=';

/**
 * Decodes base64 of RFC 4648, section 4: the standard alphabet, padding required, no bits lost in the last
 * character. ASCII whitespace anywhere and a `data:image/...;base64,` prefix are accepted.
 *
 * @returns the bytes; none for the empty text
 * @throws AppError `invalid_base64` with the position (from 0) of the first character that is wrong
 */
export function decodeBase64(text: string): Uint8Array {
  const start = DATA_URL.exec(text.slice(0, 512))?.[0].length ?? 0;
  const body = start === 0 ? text : text.slice(start);
  // Node's decoder is fast and never fails: it skips what is foreign and stops at padding. So the text is
  // right exactly when it is ASCII, has no URL-safe character and yields as many bytes as its length says.
  if (Buffer.byteLength(body) === body.length && !body.includes('-') && !body.includes('_')) {
    const digits = body.length - countWhitespace(body);
    const tail = lastDigits(body);
    const bytes = Buffer.from(body, 'base64');
    const isWhole = digits % 4 === 0 && tail.padding <= 2;
    if (isWhole && bytes.length === (digits / 4) * 3 - tail.padding && !tail.losesBits) return bytes;
  }
  throw new AppError('invalid_base64', `image_base64: ${explain(text, start)}`);
}

function countWhitespace(text: string): number {
  let count = 0;
  for (const space of WHITESPACE) {
    for (let at = text.indexOf(space); at !== -1; at = text.indexOf(space, at + 1)) count++;
  }
  return count;
}

/** How much padding ends the text, and whether the last digit holds bits that belong to no byte. */
function lastDigits(text: string): { padding: number; losesBits: boolean } {
  let at = text.length - 1;
  let padding = 0;
  for (; at >= 0; at--) {
    if (text[at] === PAD) padding++;
    else if (!WHITESPACE.includes(text[at]!)) break;
  }
  const unusedBits = padding === 2 ? 0b1111 : padding === 1 ? 0b11 : 0;
  return { padding, losesBits: at >= 0 && (ALPHABET.indexOf(text[at]!) & unusedBits) !== 0 };
}

/** Walks the text once more, slowly, to say what is wrong and where. Only called for a text that is wrong. */
function explain(text: string, start: number): string {
  if (start === 0 && /^data:/i.test(text)) {
    return 'expected a data URL to begin with data:image/...;base64, but its head at position 0 is another';
  }
  let digits = 0;
  let padding = 0;
  let last = -1;
  for (let at = start; at < text.length; at++) {
    const char = String.fromCodePoint(text.codePointAt(at)!);
    if (WHITESPACE.includes(char)) continue;
    if (char === PAD && digits % 4 >= 2 && (digits % 4) + padding < 4) {
      padding++;
    } else if (padding > 0 || !ALPHABET.includes(char)) {
      return `${complaint(char, padding)}, at position ${at} (counted from 0)`;
    } else {
      digits++;
      last = at;
    }
  }
  if ((digits + padding) % 4 !== 0) {
    return (
      `expected the length to be a multiple of 4, with = as padding; it ends at position ${text.length} ` +
      `after ${digits + padding} characters: ${(digits + padding) % 4} too many, or the rest is missing`
    );
  }
  return `the character before the padding, at position ${last}, has bits that belong to no byte; encode again`;
}

function complaint(char: string, padding: number): string {
  const name = `U+${char.codePointAt(0)!.toString(16).toUpperCase().padStart(4, '0')}`;
  if (char === '-' || char === '_') {
    return `expected the standard alphabet with + and /, received a character of the URL-safe one (${name})`;
  }
  if (char === PAD) return `received padding (=) where none belongs`;
  if (padding > 0) return `expected nothing after the padding, received ${name}`;
  return `expected A-Z a-z 0-9 + / and = as padding, received ${name}`;
}
