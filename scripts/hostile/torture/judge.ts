import type { Expectation } from '../expected.js';
import type { Reply } from './ask.js';

export interface Observation {
  reply: Reply;
  isHealthy: boolean;
  /** Of the server's processes so far; undefined where they cannot be looked at. */
  peakBytes: number | undefined;
  /** The same before this file. */
  formerPeakBytes: number | undefined;
}

export interface Bounds {
  timeoutMs: number;
  memoryBytes: number;
}

/** What is wrong with how a server took a file; nothing where all is well. */
export function complaints(expectation: Expectation, observed: Observation, bounds: Bounds): string[] {
  const { reply, isHealthy, peakBytes = 0, formerPeakBytes = 0 } = observed;
  const wrong: string[] = [];
  if (reply.failure !== undefined) {
    wrong.push(`no answer: ${reply.failure}`);
  } else if (
    !expectation.answers.some(({ status, code }) => status === reply.status && code === reply.code)
  ) {
    wrong.push(`answered ${show(reply)}, expected ${expectation.answers.map(show).join(' or ')}`);
  }
  if (reply.ms > bounds.timeoutMs) {
    wrong.push(`took ${reply.ms.toFixed(0)} ms, expected at most ${String(bounds.timeoutMs)}`);
  }
  if (!isHealthy) wrong.push('not healthy afterwards');
  // Only the file that raised the peak is to blame.
  if (peakBytes > Math.max(bounds.memoryBytes, formerPeakBytes)) {
    wrong.push(`made it hold ${megabytes(peakBytes)} MB, expected at most ${megabytes(bounds.memoryBytes)}`);
  }
  return wrong;
}

export function show({ status, code }: { status: number; code?: string | undefined }): string {
  return code === undefined ? String(status) : `${String(status)} ${code}`;
}

export function megabytes(bytes: number): string {
  return (bytes / 1024 / 1024).toFixed(0);
}
