/** A label, or null where there is none: no label reaches the threshold, or none should. */
export type Class = string | null;

/**
 * How often each class was taken for which: rows are the truth, columns the prediction. Only pairs that occur take
 * memory, so a model may have thousands of labels.
 */
export class ConfusionMatrix {
  private readonly counts = new Map<Class, Map<Class, number>>();
  private readonly columns = new Map<Class, number>();
  private trace = 0;
  private sum = 0;

  add(truth: Class, prediction: Class): void {
    const row = this.counts.get(truth) ?? new Map<Class, number>();
    this.counts.set(truth, row.set(prediction, (row.get(prediction) ?? 0) + 1));
    this.columns.set(prediction, this.columnSum(prediction) + 1);
    this.trace += Number(truth === prediction);
    this.sum++;
  }

  count(truth: Class, prediction: Class): number {
    return this.counts.get(truth)?.get(prediction) ?? 0;
  }

  /** How often the class was right; the support of its recall. */
  rowSum(truth: Class): number {
    return [...(this.counts.get(truth)?.values() ?? [])].reduce((sum, count) => sum + count, 0);
  }

  /** How often the class was predicted. */
  columnSum(prediction: Class): number {
    return this.columns.get(prediction) ?? 0;
  }

  /** How many predictions were right: the sum of the diagonal. */
  get correct(): number {
    return this.trace;
  }

  get total(): number {
    return this.sum;
  }

  has(label: Class): boolean {
    return this.counts.has(label) || this.columns.has(label);
  }

  /** The pairs of different classes, the most frequent first. */
  mistakes(): { truth: Class; prediction: Class; count: number }[] {
    return [...this.counts]
      .flatMap(([truth, row]) => [...row].map(([prediction, count]) => ({ truth, prediction, count })))
      .filter(({ truth, prediction }) => truth !== prediction)
      .sort((a, b) => b.count - a.count);
  }
}
