import type { OpenAPIObject } from '@nestjs/swagger';
import { RATE_LIMIT_HEADERS } from '../rate-limit/rate-limit-headers.js';

interface HeaderObject {
  description: string;
  required?: boolean;
  schema: object;
}
type Headers = Readonly<Record<string, HeaderObject>>;

/** The parts of an operation that are read and written here. */
interface Operation {
  responses: Record<string, { headers?: Headers }>;
}

const REQUEST_ID: Headers = {
  'X-Request-Id': {
    description: 'Names the request in the log; the one that the client sent, where it is acceptable',
    required: true,
    schema: { type: 'string', minLength: 1, maxLength: 128 },
  },
};

const WWW_AUTHENTICATE: Headers = {
  'WWW-Authenticate': {
    description: 'How to show a key, and what is wrong with the one that was shown (RFC 6750)',
    required: true,
    schema: { type: 'string' },
  },
};

const RETRY_AFTER = {
  description: 'Seconds after which it is worth while to ask again',
  schema: { type: 'integer', minimum: 1 },
};

const BY_STATUS: Record<string, Headers> = {
  401: WWW_AUTHENTICATE,
  403: WWW_AUTHENTICATE,
  429: { 'Retry-After': { ...RETRY_AFTER, required: true } },
  503: { 'Retry-After': RETRY_AFTER },
};

/**
 * Adds to every answer the headers that do not depend on what is asked: the id of the request, what the status brings, the
 * rate limit's, which come with every answer of a route that is limited (one that documents 429), and X-Model, which comes
 * with its problems too, where it comes with its success.
 */
export function documentAnswerHeaders(document: OpenAPIObject): void {
  for (const path of Object.values(document.paths)) {
    for (const { responses } of Object.values(path as Record<string, Operation>)) {
      const { 'X-Model': model } = responses['200']?.headers ?? {};
      const some: Headers = {
        ...('429' in responses ? RATE_LIMIT_HEADERS : {}),
        ...(model ? { 'X-Model': { ...model, required: false } } : {}),
      };
      for (const [status, response] of Object.entries(responses)) {
        response.headers = { ...some, ...response.headers, ...BY_STATUS[status], ...REQUEST_ID };
      }
    }
  }
}
