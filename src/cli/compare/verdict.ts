import type { Summary } from './comparison.js';

export interface Bounds {
  /** From 0 to 1: the part of the pictures to which both have to give the same answer. */
  minAgreement: number;
  /** From 0 to 1: the part of its requests that the new server may fail. */
  maxErrorRatio: number;
  /** How many times the old server's median of the work on a picture the new one's may be. */
  maxSlowdown: number;
  /** Fewer requests and pictures than that allow no judgement. */
  minRequests: number;
}

/** Medians that differ by less are within what one busy machine does to another. */
const SLACK_MS = 10;

/** Which bounds the new server breaks, a sentence each; none where it may go on. */
export function brokenBounds(summary: Summary, bounds: Bounds): string[] {
  const { compared, agreed, differed, difference, requests, failed, medianMs, restarted } = summary;
  const broken: string[] = [];
  if (restarted) broken.push('expected the new server to run through, but its process was restarted');
  if (!isEnough(summary, bounds)) {
    broken.push(
      `expected at least ${bounds.minRequests} requests and pictures to judge by, ` +
        `received ${requests} and ${compared}`,
    );
  }
  if (failed > requests * bounds.maxErrorRatio) {
    broken.push(
      `expected at most ${percent(bounds.maxErrorRatio)} of the requests to fail, ` +
        `but ${failed} of ${requests} did (${percent(failed / requests)})`,
    );
  }
  // Those that failed are judged above.
  const answered = agreed + differed;
  if (agreed < answered * bounds.minAgreement) {
    broken.push(
      `expected the same answer to at least ${percent(bounds.minAgreement)} of the pictures, ` +
        `received it to ${agreed} of ${answered} (${percent(agreed / answered)}); ` +
        `first ${difference?.new} in place of ${difference?.old}`,
    );
  }
  if (medianMs.new > medianMs.old * bounds.maxSlowdown && medianMs.new > medianMs.old + SLACK_MS) {
    broken.push(
      `expected a median of the work on a picture of at most ${bounds.maxSlowdown} times ${medianMs.old.toFixed(1)} ms, ` +
        `received ${medianMs.new.toFixed(1)} ms`,
    );
  }
  return broken;
}

export function isEnough({ compared, requests }: Summary, { minRequests }: Bounds): boolean {
  return compared >= minRequests && requests >= minRequests;
}

export function percent(part: number): string {
  return `${Number((part * 100).toFixed(2))} %`;
}
