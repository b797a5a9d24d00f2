const FLOAT = new Float32Array(1);
const BITS = new Uint32Array(FLOAT.buffer);

/**
 * The bits of the IEEE 754 half-precision number that is nearest, ties to even; beyond 65504 it is infinite.
 */
export function toFloat16Bits(value: number): number {
  FLOAT[0] = value;
  const bits = BITS[0]!;
  const sign = (bits >>> 16) & 0x8000;
  const exponent = (bits >>> 23) & 0xff;
  const fraction = bits & 0x7fffff;
  if (exponent === 0xff) return sign | 0x7c00 | (fraction ? 0x200 : 0);
  const halfExponent = exponent - 127 + 15;
  if (halfExponent >= 0x1f) return sign | 0x7c00;
  if (halfExponent <= 0) {
    if (halfExponent < -10) return sign;
    // Subnormal: the leading one becomes visible and everything moves right.
    return sign | roundShift(fraction | 0x800000, 14 - halfExponent);
  }
  // A carry out of the fraction rightly raises the exponent.
  return sign | ((halfExponent << 10) + roundShift(fraction, 13));
}

/** `value >> shift`, rounded to the nearest, ties to even. */
function roundShift(value: number, shift: number): number {
  const whole = value >>> shift;
  const rest = value & ((1 << shift) - 1);
  const half = 1 << (shift - 1);
  return rest > half || (rest === half && (whole & 1) === 1) ? whole + 1 : whole;
}
