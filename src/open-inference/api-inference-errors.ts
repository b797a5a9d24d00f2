import { applyDecorators } from '@nestjs/common';
import { ApiExtraModels, ApiResponse, getSchemaPath } from '@nestjs/swagger';
import { PROBLEMS, type ErrorCode } from '../errors.js';
import { inferenceErrorStatus } from '../http/inference-error.js';
import { problemContent } from '../openapi/api-problems.js';
import { InferenceErrorDocument } from './metadata.dto.js';

/** What every route can answer, and what those can that ask for a key. */
const ANY_ROUTE: readonly ErrorCode[] = ['malformed_request', 'internal_error'];
const WITH_KEY: readonly ErrorCode[] = ['unauthorized', 'forbidden'];

/** Nobody knows the path of a request whose head was not read to its end, or that was never read: these are problems. */
const BEFORE_THE_PATH: readonly ErrorCode[] = [
  'malformed_request',
  'request_timeout',
  'headers_too_large',
  'too_many_connections',
];

/** Documents the errors of a route of the Open Inference Protocol: one response for each status. */
export function ApiInferenceErrors(
  { needsKey }: { needsKey: boolean },
  ...codes: ErrorCode[]
): MethodDecorator & ClassDecorator {
  const inForm = [...ANY_ROUTE, ...(needsKey ? WITH_KEY : []), ...codes];
  const statuses = new Map<number, { inForm: ErrorCode[]; problems: ErrorCode[] }>();
  const at = (status: number) => {
    const known = statuses.get(status) ?? { inForm: [], problems: [] };
    statuses.set(status, known);
    return known;
  };
  for (const code of inForm) at(inferenceErrorStatus(PROBLEMS[code])).inForm.push(code);
  for (const code of BEFORE_THE_PATH) at(PROBLEMS[code].status).problems.push(code);
  return applyDecorators(
    ApiExtraModels(InferenceErrorDocument),
    ...[...statuses].map(([status, { inForm, problems }]) =>
      ApiResponse({
        status,
        description: [...new Set([...inForm, ...problems])].map((code) => PROBLEMS[code].title).join('; '),
        content: {
          ...(inForm.length > 0 ? ERROR_CONTENT : {}),
          ...(problems.length > 0 ? problemContent(problems) : {}),
        },
      }),
    ),
  );
}

const ERROR_CONTENT = { 'application/json': { schema: { $ref: getSchemaPath(InferenceErrorDocument) } } };
