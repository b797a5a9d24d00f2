import type { SizeClass } from '../config/size-class.js';
import type { EncodedPicture } from '../decoding/encoded-picture.js';
import type { TensorForm } from '../pipeline/tensor-bytes.js';
import type { WorkerResult } from './result-frame.js';
import type { Action } from './task.js';

/** What came of a job, and in which process. */
export interface JobResult extends WorkerResult {
  readonly pid: number;
}

/** A picture on its way through the pool, or what takes a picture's place: a tensor, the numbers of one, a drawing. */
export interface PendingJob {
  readonly action: Action;
  readonly picture: EncodedPicture;
  /** Of the tensor that is to come back. */
  readonly form: TensorForm;
  readonly sizeClass: SizeClass;
  /** After which nobody wants its answer (performance.now()). */
  readonly expiresAt: number;
  /** Aborted when nobody wants its answer any more. */
  readonly signal?: AbortSignal | undefined;
  /** Whether it is worked on only where no other job waits. */
  readonly givesWay?: boolean | undefined;
  /** Its digest, where a worker has ended over such a picture before (suspects.ts). */
  suspicion?: string;
  /** Whether another worker has been given it since, and nobody waits for what this one makes of it. */
  readonly isTakenBack?: true;
  readonly resolve: (result: JobResult) => void;
  readonly reject: (error: Error) => void;
}
