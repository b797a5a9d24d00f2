import type { SizeClass } from '../config/size-class.js';
import type { EncodedPicture } from '../decoding/encoded-picture.js';
import type { StageTimings } from '../pipeline/stage-timings.js';

export interface WorkerAnswer {
  timings: StageTimings;
  confidences: Float64Array;
}

/** A picture on its way through the pool. */
export interface PendingJob {
  readonly picture: EncodedPicture;
  readonly sizeClass: SizeClass;
  /** After which nobody wants its answer (performance.now()). */
  readonly expiresAt: number;
  /** Aborted when nobody wants its answer any more. */
  readonly signal?: AbortSignal | undefined;
  /** Its digest, where a worker has ended over such a picture before (suspects.ts). */
  suspicion?: string;
  /** Whether another worker has been given it since, and nobody waits for what this one makes of it. */
  readonly isTakenBack?: true;
  readonly resolve: (answer: WorkerAnswer) => void;
  readonly reject: (error: Error) => void;
}
