import type { Class, ConfusionMatrix } from './confusion-matrix.js';

export interface ClassScores {
  label: Class;
  /** TP / (TP + FP); null where the label was never predicted. */
  precision: number | null;
  /** TP / (TP + FN); null where no picture shows the label. */
  recall: number | null;
  /** 2·TP / (2·TP + FP + FN), the harmonic mean of both; null where the label occurs neither way. */
  f1: number | null;
  /** How many pictures show the label: TP + FN. */
  support: number;
}

/**
 * Precision, recall and F1 of one class against all others (C. J. van Rijsbergen, Information Retrieval, 2nd
 * edition, 1979, chapter 7). What would be 0/0 is null, so that no average takes it for a failure.
 */
export function scoresOf(matrix: ConfusionMatrix, label: Class): ClassScores {
  const hits = matrix.count(label, label);
  const predicted = matrix.columnSum(label);
  const support = matrix.rowSum(label);
  return {
    label,
    precision: ratio(hits, predicted),
    recall: ratio(hits, support),
    f1: ratio(2 * hits, predicted + support),
    support,
  };
}

function ratio(part: number, whole: number): number | null {
  return whole === 0 ? null : part / whole;
}
