import { applyDecorators } from '@nestjs/common';
import { ApiExtraModels, ApiResponse, getSchemaPath } from '@nestjs/swagger';
import { PROBLEMS, type ErrorCode } from '../errors.js';
import { inferenceErrorStatus } from '../http/inference-error.js';
import { ApiProblems } from '../openapi/api-problems.js';
import { InferenceErrorDocument } from './metadata.dto.js';

/** What every route can answer, and what those can that ask for a key. */
const ANY_ROUTE: readonly ErrorCode[] = ['malformed_request', 'internal_error'];
const WITH_KEY: readonly ErrorCode[] = ['unauthorized', 'forbidden'];

/** Documents the errors of a route of the Open Inference Protocol: one response for each status. */
export function ApiInferenceErrors(
  { needsKey }: { needsKey: boolean },
  ...codes: ErrorCode[]
): MethodDecorator & ClassDecorator {
  const all = [...ANY_ROUTE, ...(needsKey ? WITH_KEY : []), ...codes];
  const statusOf = (code: ErrorCode) => inferenceErrorStatus(PROBLEMS[code]);
  return applyDecorators(
    ApiExtraModels(InferenceErrorDocument),
    // Nobody knows the path of a request whose head was not read to its end.
    ApiProblems('headers_too_large'),
    ...[...new Set(all.map(statusOf))].map((status) =>
      ApiResponse({
        status,
        description: all
          .filter((code) => statusOf(code) === status)
          .map((code) => PROBLEMS[code].title)
          .join('; '),
        content: { 'application/json': { schema: { $ref: getSchemaPath(InferenceErrorDocument) } } },
      }),
    ),
  );
}
