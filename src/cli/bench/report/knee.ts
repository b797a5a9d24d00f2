import type { Row } from './row.js';

/** So much of the best throughput is as good as all of it: what is missing lies within the noise of a short run. */
const ENOUGH = 0.95;

export interface Knee {
  row: Row;
  best: Row;
  /** No: it was still getting faster at the highest concurrency that was tried. */
  isReached: boolean;
  /**
   * How many requests the server works on at once at its best: throughput there times the latency of a lone request,
   * by Little's law (J. D. C. Little, "A Proof for the Queuing Formula L = λW", Operations Research 9 (1961),
   * 383-387). NaN where one connection was not tried.
   */
  parallelism: number;
}

/**
 * The knee of the latency-throughput curve: the smallest concurrency that gives at least 95 % of the best throughput.
 * From there on more requests in flight only wait for each other: in a closed loop, latency is concurrency divided by
 * throughput (Little's law), so it grows in proportion once the throughput does not (P. J. Denning, J. P. Buzen, "The
 * Operational Analysis of Queueing Network Models", Computing Surveys 10 (1978), 225-261).
 *
 * @param rows of rising concurrency
 * @returns undefined where nothing was answered
 */
export function findKnee(rows: readonly Row[]): Knee | undefined {
  const answered = rows.filter(({ answers }) => answers > 0);
  if (answered.length === 0) return undefined;
  const best = answered.reduce((a, b) => (b.perSecond > a.perSecond ? b : a));
  const row = answered.find(({ perSecond }) => perSecond >= ENOUGH * best.perSecond)!;
  const lone = answered.find(({ connections }) => connections === 1);
  return {
    row,
    best,
    isReached: row !== answered.at(-1),
    parallelism: lone ? (best.perSecond * lone.mean) / 1000 : NaN,
  };
}
