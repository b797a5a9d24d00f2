import { percentile } from '../evaluate/percentile.js';
import type { Reply } from './ask.js';
import type { RequestCounts } from './request-counts.js';

/** What two servers did with the same pictures. */
export interface Summary {
  models: { old: string; new: string };
  /** Pictures that the old server answered soundly; the others say nothing of the new one. */
  compared: number;
  /** Of these, those to which the new one gave the same answer. */
  agreed: number;
  /** compared - agreed - those that the new one failed to answer. */
  differed: number;
  /** The answers to the first picture to which they differed. */
  difference: { old: string; new: string } | undefined;
  /** The largest difference between confidences of the same label. */
  confidenceGap: number;
  /** Medians of the work on pictures that both classified alike, in milliseconds; NaN where there are none. */
  medianMs: { old: number; new: number };
  /** All that was asked of the new server, by whomever, as far as that is known. */
  requests: number;
  /** Of these, those that it did not answer or answered with 5xx. */
  failed: number;
  /** Whether the new server's process ended and began anew meanwhile. */
  restarted: boolean;
}

const isSound = ({ status }: Reply) => status !== undefined && status < 500;

/** Gathers replies in pairs, to the same picture at the same time. */
export class Comparison {
  private readonly models = { old: '', new: '' };
  private readonly ms = { old: [] as number[], new: [] as number[] };
  private compared = 0;
  private agreed = 0;
  private differed = 0;
  private difference: Summary['difference'];
  private confidenceGap = 0;
  private own = { requests: 0, failed: 0, unanswered: 0 };
  private counts: { first: RequestCounts; last: RequestCounts } | undefined;
  private restarted = false;

  add(before: Reply, after: Reply): void {
    this.models.old = before.model || this.models.old;
    this.models.new = after.model || this.models.new;
    this.own.requests++;
    if (!isSound(after)) this.own.failed++;
    if (after.status === undefined) this.own.unanswered++;
    if (!isSound(before)) return;
    this.compared++;
    if (!isSound(after)) return;
    if (before.answer !== after.answer) {
      this.differed++;
      this.difference ??= { old: before.answer, new: after.answer };
      return;
    }
    this.agreed++;
    if (before.confidence === undefined || after.confidence === undefined) return;
    this.confidenceGap = Math.max(this.confidenceGap, Math.abs(before.confidence - after.confidence));
    if (Number.isNaN(before.ms) || Number.isNaN(after.ms)) return;
    this.ms.old.push(before.ms);
    this.ms.new.push(after.ms);
  }

  /** What the new server counts itself, which includes the requests of its clients. The first call sets the mark. */
  count(counts: RequestCounts): void {
    const first = this.counts?.first ?? counts;
    this.restarted ||= counts.startedAt !== first.startedAt;
    this.counts = { first, last: counts };
  }

  summary(): Summary {
    const { models, compared, agreed, differed, difference, confidenceGap, restarted } = this;
    const medianMs = { old: median(this.ms.old), new: median(this.ms.new) };
    return {
      ...{ models: { ...models }, compared, agreed, differed, difference },
      ...{ confidenceGap, medianMs, restarted },
      ...this.errors(),
    };
  }

  private errors(): { requests: number; failed: number } {
    // Counts that began anew in between say nothing; what was asked here is known all the same.
    if (!this.counts || this.restarted) return { requests: this.own.requests, failed: this.own.failed };
    const { first, last } = this.counts;
    // What got no answer was counted here alone.
    return {
      requests: last.requests - first.requests + this.own.unanswered,
      failed: last.failed - first.failed + this.own.unanswered,
    };
  }
}

function median(values: number[]): number {
  return percentile(
    values.toSorted((a, b) => a - b),
    50,
  );
}
