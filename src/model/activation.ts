import { softmax } from './softmax.js';

/** What turns a graph's output into probabilities; the name is that of Transformers' pipelines (`function_to_apply`). */
export const ACTIVATIONS = ['softmax', 'sigmoid', 'none'] as const;
export type Activation = (typeof ACTIVATIONS)[number];

export function activate(output: ArrayLike<number>, activation: Activation): Float64Array {
  switch (activation) {
    case 'softmax':
      return softmax(output);
    case 'sigmoid':
      return Float64Array.from(output, sigmoid);
    case 'none':
      return Float64Array.from(output);
  }
}

/** Both branches keep the exponent negative, so that nothing overflows. */
function sigmoid(x: number): number {
  if (x >= 0) return 1 / (1 + Math.exp(-x));
  const exponential = Math.exp(x);
  return exponential / (1 + exponential);
}

/** Whether an output could be probabilities already: none below 0, and a sum of about 1 or, for pooled ones, less. */
export function looksLikeProbabilities(output: ArrayLike<number>): boolean {
  const values = Array.from(output);
  const sum = values.reduce((a, b) => a + b, 0);
  return values.every((value) => value >= 0 && value <= 1) && sum > 0.001 && sum < 1.001;
}
