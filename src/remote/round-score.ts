import type { OutputDatatype } from './datatypes.js';

/**
 * The number that a score of JSON stands for in its data type: a server that computes in 32 bits may write more digits, or
 * fewer, than it has, and its answers are to be the same in bytes and in JSON.
 */
export function roundScore(score: number, datatype: OutputDatatype): number {
  if (datatype === 'FP64') return score;
  if (datatype === 'FP32') return Math.fround(score);
  return roundToHalf(score);
}

/** To the nearest number of IEEE 754 half precision; of two that are as near, the one with an even last bit. */
function roundToHalf(score: number): number {
  const size = Math.abs(score);
  // 65504 is the largest; from half a step above it, there is none.
  if (size >= 65_520) return Math.sign(score) * Infinity;
  let exponent = Math.floor(Math.log2(size));
  // The logarithm is rounded itself.
  if (2 ** (exponent + 1) <= size) exponent++;
  const step = 2 ** (Math.max(exponent, -14) - 10);
  const steps = score / step;
  const below = Math.floor(steps);
  const rest = steps - below;
  const isUp = rest > 0.5 || (rest === 0.5 && below % 2 !== 0);
  return (isUp ? below + 1 : below) * step;
}
