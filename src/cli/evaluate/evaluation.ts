import { predictionsAbove } from '../../predict/predictions.js';
import type { Answered } from '../classify-file.js';
import { Calibration } from './calibration.js';
import { ConfusionMatrix, type Class } from './confusion-matrix.js';

/**
 * Collects answers and what is true of each.
 *
 * The prediction for a picture that shows a label is the best label, however low its confidence, which makes
 * accuracy the usual top-1. A picture that shows none is right where no label reaches the threshold; where one
 * does, the best label is the (wrong) prediction. So `none` is only ever predicted of pictures that show none: its
 * recall says something, its precision does not.
 */
export class Evaluation {
  readonly matrix = new ConfusionMatrix();
  /** Of pictures that show a label; of the others no confidence could be right. */
  readonly calibration = new Calibration();
  /** In milliseconds, in the order of the answers. */
  readonly latencies: number[] = [];

  constructor(private readonly threshold: number) {}

  add(truth: Class, { scores, latencyMs }: Pick<Answered, 'scores' | 'latencyMs'>): void {
    const best = predictionsAbove(0, scores)[0]!;
    const isNone = truth === null && best.confidence < this.threshold;
    this.matrix.add(truth, isNone ? null : best.label);
    if (truth !== null) this.calibration.add(best.confidence, best.label === truth);
    this.latencies.push(latencyMs);
  }
}
