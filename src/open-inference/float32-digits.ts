/** Powers of ten that a 64-bit float holds exactly. */
const POWERS = Array.from({ length: 23 }, (_, exponent) => 10 ** exponent);
/** So many digits always read back as the same 32-bit float. */
const MOST_DIGITS = 9;

/**
 * The number with the fewest decimal digits, of six or more, that reads back as the same 32-bit float: 0.1 in place of
 * 0.10000000149011612, which is what JSON.stringify would print.
 *
 * An integer below 2^53 divided or multiplied by an exact power of ten is rounded once, so that it is the very float that
 * the decimal stands for. Beyond those powers the digits are made as text.
 *
 * @param value finite, and a 32-bit float
 */
export function fewestDigits(value: number): number {
  if (value === 0) return 0;
  const exponent = Math.floor(Math.log10(Math.abs(value)));
  for (let digits = 6; digits <= MOST_DIGITS; digits++) {
    const shift = digits - 1 - exponent;
    const rounded = roundAt(value, shift) ?? Number(value.toPrecision(digits));
    if (Math.fround(rounded) === value) return rounded;
  }
  return value;
}

/** @returns the value rounded to so many decimals, or undefined where the power of ten is not exact */
function roundAt(value: number, decimals: number): number | undefined {
  const power = POWERS[Math.abs(decimals)];
  if (power === undefined) return undefined;
  return decimals >= 0 ? Math.round(value * power) / power : Math.round(value / power) * power;
}
