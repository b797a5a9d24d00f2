import type { LabelScore } from '../pipeline/classifier.js';
import type { PredictionItem } from './classification-response.dto.js';

/** More decimals than a 32-bit model has to give, and few enough that the rounding error of a sum stays below 1e-6. */
const DECIMALS = 1e7;

/** A confidence, or a difference of two, as answers have it. */
export function toSevenDecimals(confidence: number): number {
  return Math.round(confidence * DECIMALS) / DECIMALS;
}

/**
 * The labels to answer with: rounded first and compared then, so that no answer contradicts its threshold.
 * @param topK at most so many labels
 * @returns the labels of at least the threshold, the most confident first; equals keep the model's order
 */
export function predictionsAbove(
  threshold: number,
  scores: readonly LabelScore[],
  topK: number = scores.length,
): PredictionItem[] {
  return scores
    .map(({ label, confidence }) => ({ label, confidence: toSevenDecimals(confidence) }))
    .filter(({ confidence }) => confidence >= threshold)
    .sort((a, b) => b.confidence - a.confidence)
    .slice(0, topK);
}
