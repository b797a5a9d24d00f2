/**
 * Softmax in float64. The largest logit is subtracted first, so that no exponential overflows
 * (Goodfellow, Bengio, Courville: Deep Learning, section 4.1).
 *
 * @returns as many probabilities, which sum to 1
 */
export function softmax(logits: ArrayLike<number>): Float64Array {
  const exponentials = Float64Array.from(logits);
  const largest = exponentials.reduce((a, b) => Math.max(a, b), -Infinity);
  let sum = 0;
  for (let i = 0; i < exponentials.length; i++) {
    exponentials[i] = Math.exp(exponentials[i]! - largest);
    sum += exponentials[i]!;
  }
  return exponentials.map((value) => value / sum);
}
