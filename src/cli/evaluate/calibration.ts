export interface Bin {
  /** Confidences over `from` up to and including `to`. */
  from: number;
  to: number;
  count: number;
  /** Mean confidence of the pictures in the bin; NaN where there are none. */
  confidence: number;
  /** Which part of them was right; NaN where there are none. */
  accuracy: number;
}

const BINS = 15;

/**
 * Compares how sure a model is with how often it is right. Predictions fall into M bins of equal width by their
 * top confidence, bin m being ((m-1)/M, m/M]. The expected calibration error is
 *
 *     ECE = Σ |B_m|/n · |acc(B_m) - conf(B_m)|
 *
 * 0 means that of the answers with confidence c a part c is right.
 * C. Guo, G. Pleiss, Y. Sun, K. Q. Weinberger, "On Calibration of Modern Neural Networks", ICML 2017, eq. 3.
 */
export class Calibration {
  private readonly sums = Array.from({ length: BINS }, () => ({ count: 0, confidence: 0, correct: 0 }));
  private total = 0;

  /** @param confidence of the best label, from 0 to 1 */
  add(confidence: number, isCorrect: boolean): void {
    // A confidence of exactly 0 belongs to the first bin, which has nothing below it.
    const sum = this.sums[Math.max(0, Math.ceil(confidence * BINS) - 1)]!;
    sum.count++;
    sum.confidence += confidence;
    sum.correct += Number(isCorrect);
    this.total++;
  }

  /** How many predictions have been added. */
  get count(): number {
    return this.total;
  }

  /** All bins, empty ones as well, in ascending order. */
  bins(): Bin[] {
    return this.sums.map(({ count, confidence, correct }, m) => ({
      from: m / BINS,
      to: (m + 1) / BINS,
      count,
      confidence: confidence / count,
      accuracy: correct / count,
    }));
  }

  /** @returns NaN where nothing has been added */
  expectedError(): number {
    if (this.total === 0) return NaN;
    return this.bins()
      .filter(({ count }) => count > 0)
      .reduce((sum, bin) => sum + (bin.count / this.total) * Math.abs(bin.accuracy - bin.confidence), 0);
  }
}
