import { AppError, type ErrorCode } from '../errors.js';
import { ModelError } from '../model/model-error.js';
import type { AnswerKind } from './frame.js';
import type { PendingJob } from './pending-job.js';
import { decodeResult } from './result-frame.js';

/** Tells whoever waits for a job what its worker has answered. */
export function settleJob(job: PendingJob, kind: AnswerKind | undefined, payload: Buffer, pid: number): void {
  switch (kind) {
    case 'result':
      job.resolve({ ...decodeResult(payload), pid });
      break;
    case 'problem': {
      const { code, message } = JSON.parse(payload.toString()) as { code: ErrorCode; message: string };
      job.reject(new AppError(code, message));
      break;
    }
    default: {
      const { message, stack } = JSON.parse(payload.toString()) as { message: string; stack?: string };
      job.reject(Object.assign(new Error(message), { stack }));
    }
  }
}

/** Why a worker could not start, as it says itself. */
export function toStartError(payload: Buffer): Error {
  const { isModelError, message } = JSON.parse(payload.toString()) as {
    isModelError: boolean;
    message: string;
  };
  return isModelError ? new ModelError(message) : new Error(message);
}
