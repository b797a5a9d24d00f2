import { PROBLEMS, type AppError, type ErrorCode, type FieldError } from '../errors.js';

/** A problem document of RFC 9457. */
export interface Problem {
  type: string;
  title: string;
  status: number;
  detail: string;
  /** Stable, for programs. */
  code: ErrorCode;
  request_id: string;
  errors?: FieldError[];
}

export const PROBLEM_TYPE = 'application/problem+json';

export function toProblem(error: AppError, requestId: string): Problem {
  const { status, title } = PROBLEMS[error.code];
  return {
    type: `urn:tetrapod:problem:${error.code}`,
    title,
    status,
    detail: error.message,
    code: error.code,
    request_id: requestId,
    ...(error.errors && { errors: error.errors }),
    ...error.members,
  };
}
