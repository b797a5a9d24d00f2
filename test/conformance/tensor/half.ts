const float = new Float32Array(1);
const bits = new Uint32Array(float.buffer);

/** The 16 bits of IEEE 754's binary16 that lie nearest to a number; ties go to the even one. */
export function toHalf(value: number): number {
  float[0] = value;
  const single = bits[0]!;
  const sign = (single >>> 16) & 0x8000;
  const exponent = ((single >>> 23) & 0xff) - 112;
  const fraction = single & 0x7f_ffff;
  if (exponent === 143) return sign | (fraction === 0 ? 0x7c00 : 0x7e00);
  if (exponent < -10) return sign;
  // Below 1 the number is subnormal: its leading one is written out, and its fraction moves right.
  const shift = exponent < 1 ? 14 - exponent : 13;
  const significand = exponent < 1 ? fraction | 0x80_0000 : (exponent << 23) | fraction;
  const kept = significand >>> shift;
  const rest = significand & ((1 << shift) - 1);
  const half = 1 << (shift - 1);
  const rounded = kept + (rest > half || (rest === half && (kept & 1) === 1) ? 1 : 0);
  return sign | Math.min(rounded, 0x7c00);
}

/** The number that 16 bits of IEEE 754's binary16 stand for. */
export function fromHalf(half: number): number {
  const sign = (half & 0x8000) === 0 ? 1 : -1;
  const exponent = (half >>> 10) & 0x1f;
  const fraction = half & 0x3ff;
  if (exponent === 0x1f) return fraction === 0 ? sign * Infinity : NaN;
  if (exponent === 0) return sign * fraction * 2 ** -24;
  return sign * (1024 + fraction) * 2 ** (exponent - 25);
}
