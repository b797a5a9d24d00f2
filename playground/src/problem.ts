import { REMEDIES } from './remedies.js';

/** What went wrong, for people: a problem document of the server's (RFC 9457), or the page's own words. */
export interface Problem {
  readonly title: string;
  readonly detail: string;
  readonly status: number | undefined;
  readonly code: string | undefined;
  readonly requestId: string | undefined;
  /** Wrong fields, each in one line. */
  readonly fields: readonly string[];
  /** What docs/errors.md says to do. */
  readonly remedy: string | undefined;
  /** From when on it is worth while to ask again, in seconds. */
  readonly retryAfter: number | undefined;
  /** To be copied into a report. */
  readonly text: string;
}

/** The parts of an answer that a problem is made of. */
export interface FailedAnswer {
  readonly status: number;
  readonly contentType: string | null;
  readonly requestId: string | null;
  readonly retryAfter: string | null;
  readonly text: string;
}

interface ProblemDocument {
  title: string;
  detail: string;
  code: string;
  request_id?: string;
  errors?: { field: string; detail: string }[];
}

/** @returns the problem that an answer tells of; a proxy in front may have answered something else than a document */
export function problemOf({ status, contentType, requestId, retryAfter, text }: FailedAnswer): Problem {
  const seconds = retryAfter !== null && /^\d+$/.test(retryAfter) ? Number(retryAfter) : undefined;
  const document = contentType?.startsWith('application/problem+json') ? parse(text) : undefined;
  if (!document) {
    return {
      title: `The answer was ${status}, and not the server's own`,
      detail: 'Something between this page and the server has answered in its place: a proxy or a gateway.',
      ...{ status, code: undefined, requestId: requestId ?? undefined, fields: [], remedy: undefined },
      ...{ retryAfter: seconds, text: text.slice(0, 2000) },
    };
  }
  const { title, detail, code, request_id, errors = [] } = document;
  return {
    ...{ title, detail, status, code },
    requestId: request_id ?? requestId ?? undefined,
    fields: errors.map((error) => `${error.field}: ${error.detail}`),
    remedy: REMEDIES[code],
    retryAfter: seconds,
    text: JSON.stringify(document, null, 2),
  };
}

/** @returns a problem of the page itself, which no server has told of */
export function ownProblem(title: string, detail: string): Problem {
  const unknown = { status: undefined, code: undefined, requestId: undefined, remedy: undefined };
  return { title, detail, ...unknown, fields: [], retryAfter: undefined, text: `${title}\n${detail}` };
}

/** Whether an answer says that nothing but a proxy is there: then the server counts as gone. */
export function isGatewayFailure({ status, contentType }: FailedAnswer): boolean {
  return [502, 503, 504].includes(status) && !contentType?.startsWith('application/');
}

function parse(text: string): ProblemDocument | undefined {
  try {
    const value = JSON.parse(text) as Partial<ProblemDocument> | null;
    const isDocument = [value?.title, value?.detail, value?.code].every(
      (member) => typeof member === 'string',
    );
    return isDocument ? (value as ProblemDocument) : undefined;
  } catch {
    return undefined;
  }
}
