import { percent } from './numbers.js';

export interface Prediction {
  readonly label: string;
  readonly confidence: number;
}

/** @returns those that POST /predict would answer with this threshold, in their order */
export function atLeast(threshold: number, predictions: readonly Prediction[]): Prediction[] {
  return predictions.filter(({ confidence }) => confidence >= threshold);
}

/**
 * @param known how many labels the model has; where there are many, only the most likely ones were asked for
 * @returns what a threshold leaves, in words
 */
export function describeFilter(threshold: number, predictions: readonly Prediction[], known = 0): string {
  const left = atLeast(threshold, predictions).length;
  const all = Math.max(known, predictions.length);
  const limit = `${Math.round(threshold * 100)}\u00a0%`;
  if (left === 0) return `No label reaches ${limit}.`;
  if (left === all) return left === 1 ? 'The only label.' : `All ${left} labels.`;
  if (left === predictions.length) return `The ${left} most likely of ${all} labels.`;
  return `${left} of ${all} labels with at least ${limit}.`;
}

/** @returns the best label where none reaches a threshold; it is not to be read as if it did */
export function describeClosest(threshold: number, [best]: readonly Prediction[]): string {
  const isShownAbove = best !== undefined && Number((best.confidence * 100).toFixed(1)) >= threshold * 100;
  return isShownAbove ? `${best.label}, just below` : describeBest(best ? [best] : []);
}

/** @returns the best label with its confidence, in words */
export function describeBest([best]: readonly Prediction[]): string {
  return best ? `${best.label}, ${percent(best.confidence)}` : 'No label';
}
