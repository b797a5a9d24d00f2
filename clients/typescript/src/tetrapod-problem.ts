import type { FieldProblem, ProblemCode, ProblemDocument, QueueProblem } from './openapi.js';
import { TetrapodError } from './tetrapod-error.js';

/** A failure that the server tells of, as a problem document (RFC 9457). */
export class TetrapodProblem extends TetrapodError {
  /** Stable, for programs. A server newer than this client may have codes that are not in the type. */
  readonly code: ProblemCode;
  /** The HTTP status. */
  readonly status: number;
  /** The same text for every problem of this code. */
  readonly title: string;
  /** What was expected, what was received and what to do. */
  readonly detail: string;
  /** Names the request in the server's log. */
  readonly requestId: string;
  /** Every wrong field of a `validation_failed`. */
  readonly errors: readonly FieldProblem[] | undefined;
  /** The queue, of an `overloaded`. */
  readonly queue: QueueProblem | undefined;
  /** Milliseconds after which it is worth while to ask again, where the server says so. */
  readonly retryAfterMs: number | undefined;

  constructor(document: ProblemDocument, retryAfterMs?: number) {
    super(`${document.code}: ${document.detail}`);
    this.code = document.code;
    this.status = document.status;
    this.title = document.title;
    this.detail = document.detail;
    this.requestId = document.request_id;
    this.errors = document.errors;
    this.queue = document.queue;
    this.retryAfterMs = retryAfterMs;
  }
}

/** Whether a value of JSON is a problem document of the server's. */
export function isProblemDocument(value: unknown): value is ProblemDocument {
  const { code, detail, status } = (value ?? {}) as Partial<Record<string, unknown>>;
  return typeof code === 'string' && typeof detail === 'string' && typeof status === 'number';
}
