/** Powers of ten that a 64-bit float holds exactly. */
const POWERS = Array.from({ length: 23 }, (_, exponent) => 10 ** exponent);
/** Integers of so many digits are exact in a 64-bit float. */
const EXACT_DIGITS = 15;

const PLUS = 0x2b;
const MINUS = 0x2d;
const POINT = 0x2e;
const ZERO = 0x30;
const NINE = 0x39;
const SMALL_E = 0x65;
const LARGE_E = 0x45;

/** A number that stood in a text, and where it ends. */
export interface ScannedNumber {
  value: number;
  /** The place behind it. */
  end: number;
}

/**
 * Reads a JSON number (RFC 8259, section 6). An integer of few digits, divided or multiplied by an exact power of ten, is
 * rounded once and so is what JSON.parse gives; all others go through Number().
 *
 * @param found is written to, because millions of objects would be made else
 * @returns whether there is a number at the place
 */
export function scanNumber(text: Buffer, start: number, found: ScannedNumber): boolean {
  let at = start;
  const isNegative = text[at] === MINUS;
  if (isNegative) at++;
  let mantissa = 0;
  let digits = 0;
  let exponent = 0;
  const first = at;
  while (isDigit(text[at])) {
    mantissa = mantissa * 10 + (text[at]! - ZERO);
    if (mantissa !== 0) digits++;
    at++;
  }
  if (at === first || (text[first] === ZERO && at > first + 1)) return false;
  if (text[at] === POINT) {
    const point = at++;
    while (isDigit(text[at])) {
      mantissa = mantissa * 10 + (text[at]! - ZERO);
      if (mantissa !== 0) digits++;
      at++;
    }
    if (at === point + 1) return false;
    exponent = point + 1 - at;
  }
  if (text[at] === SMALL_E || text[at] === LARGE_E) {
    at++;
    const sign = text[at] === MINUS ? -1 : 1;
    if (text[at] === MINUS || text[at] === PLUS) at++;
    const from = at;
    let stated = 0;
    while (isDigit(text[at])) stated = stated * 10 + (text[at++]! - ZERO);
    if (at === from) return false;
    exponent += sign * stated;
  }
  found.end = at;
  const power = POWERS[Math.abs(exponent)];
  if (digits > EXACT_DIGITS || power === undefined) {
    found.value = Number(text.toString('latin1', start, at));
  } else {
    const absolute = exponent < 0 ? mantissa / power : mantissa * power;
    found.value = isNegative ? -absolute : absolute;
  }
  return true;
}

function isDigit(byte: number | undefined): boolean {
  return byte !== undefined && byte >= ZERO && byte <= NINE;
}
