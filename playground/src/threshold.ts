import { percent } from './numbers.js';

export interface Prediction {
  readonly label: string;
  readonly confidence: number;
}

/** @returns those that POST /predict would answer with this threshold, in their order */
export function atLeast(threshold: number, predictions: readonly Prediction[]): Prediction[] {
  return predictions.filter(({ confidence }) => confidence >= threshold);
}

/** @returns what a threshold leaves, in words */
export function describeFilter(threshold: number, predictions: readonly Prediction[]): string {
  const left = atLeast(threshold, predictions).length;
  const limit = `${Math.round(threshold * 100)}\u00a0%`;
  if (left === 0) return `No label reaches ${limit}.`;
  if (left === predictions.length) return left === 1 ? 'The only label.' : `All ${left} labels.`;
  return `${left} of ${predictions.length} labels with at least ${limit}.`;
}

/** @returns the best label with its confidence, in words */
export function describeBest([best]: readonly Prediction[]): string {
  return best ? `${best.label}, ${percent(best.confidence)}` : 'No label';
}
