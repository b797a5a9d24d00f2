const SIDE = 8;

/** COSINES[u * 8 + x]: the basis of the DCT-II of eight samples, scaled so that it is orthonormal. */
const COSINES = Float64Array.from({ length: SIDE * SIDE }, (_, i) => {
  const [u, x] = [i >> 3, i & 7];
  return Math.cos(((2 * x + 1) * u * Math.PI) / 16) * (u === 0 ? Math.sqrt(1 / 8) : 0.5);
});

/**
 * The quantised coefficients of a block of 8 x 8 samples, in rows (ITU-T T.81, A.3.3 and A.3.4), within what baseline
 * JPEG can code.
 * @param sample from 0 to 255, by column and row
 */
export function blockCoefficients(
  sample: (x: number, y: number) => number,
  quantisation: readonly number[],
): Int16Array {
  const rows = new Float64Array(SIDE * SIDE);
  for (let y = 0; y < SIDE; y++) {
    for (let x = 0; x < SIDE; x++) {
      const value = sample(x, y) - 128;
      for (let u = 0; u < SIDE; u++) rows[y * SIDE + u]! += value * COSINES[u * SIDE + x]!;
    }
  }
  const coefficients = new Int16Array(SIDE * SIDE);
  for (let v = 0; v < SIDE; v++) {
    for (let u = 0; u < SIDE; u++) {
      let sum = 0;
      for (let y = 0; y < SIDE; y++) sum += rows[y * SIDE + u]! * COSINES[v * SIDE + y]!;
      const quantised = Math.round(sum / quantisation[v * SIDE + u]!);
      coefficients[v * SIDE + u] = Math.min(1023, Math.max(-1023, quantised));
    }
  }
  return coefficients;
}
