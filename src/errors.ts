/**
 * Every problem that a client can be told of: stable code -> HTTP status and title.
 * docs/errors.md lists the same codes with their remedies; a test keeps the two equal.
 */
export const PROBLEMS = {
  malformed_request: { status: 400, title: 'The HTTP request is malformed' },
  malformed_json: { status: 400, title: 'The body is not valid JSON' },
  malformed_multipart: { status: 400, title: 'The body is not valid multipart/form-data' },
  validation_failed: { status: 400, title: 'The request has wrong fields' },
  invalid_base64: { status: 400, title: 'The picture is not valid base64' },
  unauthorized: { status: 401, title: 'The request shows no API key that is known' },
  forbidden: { status: 403, title: 'The API key is not meant for this' },
  not_found: { status: 404, title: 'There is nothing at this path' },
  method_not_allowed: { status: 405, title: 'This path does not take this method' },
  not_acceptable: { status: 406, title: 'The client accepts no type that this path answers with' },
  request_timeout: { status: 408, title: 'The request did not arrive in time' },
  payload_too_large: { status: 413, title: 'The body is too large' },
  batch_too_large: { status: 413, title: 'The batch has too many pictures' },
  unsupported_media_type: { status: 415, title: 'The body is of a type that is not accepted' },
  unsupported_image_format: { status: 415, title: 'The picture is of a format that is not accepted' },
  image_empty: { status: 422, title: 'The picture has no bytes' },
  image_corrupt: { status: 422, title: 'The picture is damaged or cut off' },
  image_too_large: { status: 422, title: 'The picture has too many pixels' },
  image_quarantined: { status: 422, title: 'The picture has ended workers' },
  rate_limited: { status: 429, title: 'There were too many requests in a short time' },
  headers_too_large: { status: 431, title: 'The request headers are too large' },
  worker_crashed: { status: 500, title: 'The process that worked on the picture ended' },
  internal_error: { status: 500, title: 'The server failed' },
  upstream_failed: { status: 502, title: 'The inference server did not answer rightly' },
  overloaded: { status: 503, title: 'The server has more work than it can do in time' },
  too_many_connections: { status: 503, title: 'The server has too many connections' },
  rate_limit_unavailable: { status: 503, title: 'The requests cannot be counted' },
  not_ready: { status: 503, title: 'The server does not take new work' },
  deadline_exceeded: { status: 504, title: 'The deadline passed while the request waited' },
  upstream_timeout: { status: 504, title: 'The inference server did not answer in time' },
  worker_hung: { status: 504, title: 'The picture took too long' },
} as const satisfies Record<string, { status: number; title: string }>;

export type ErrorCode = keyof typeof PROBLEMS;

/** One wrong field of a request: its name and what was expected and received. */
export interface FieldError {
  field: string;
  detail: string;
}

export interface AppErrorOptions {
  /** What went wrong below; logged, never answered. */
  cause?: unknown;
  /** The wrong fields of a `validation_failed`. */
  errors?: FieldError[];
  /** Headers that belong to the answer, such as `Allow`. */
  headers?: Record<string, string>;
  /** Further members of the problem document (RFC 9457, 3.2). */
  members?: object;
}

/**
 * A failure with a code of the table above. `detail` says what was expected, what was received and what to do;
 * it never holds any of the payload.
 */
export class AppError extends Error {
  readonly code: ErrorCode;
  readonly errors: FieldError[] | undefined;
  readonly headers: Record<string, string>;
  readonly members: object;

  constructor(code: ErrorCode, detail: string, { cause, errors, headers, members }: AppErrorOptions = {}) {
    super(detail, { cause });
    this.name = 'AppError';
    this.code = code;
    this.errors = errors;
    this.headers = headers ?? {};
    this.members = members ?? {};
  }

  get status(): number {
    return PROBLEMS[this.code].status;
  }
}
