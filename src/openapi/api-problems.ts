import { applyDecorators } from '@nestjs/common';
import { ApiExtraModels, ApiResponse, getSchemaPath } from '@nestjs/swagger';
import { AppError, PROBLEMS, type ErrorCode } from '../errors.js';
import { PROBLEM_TYPE, toProblem } from '../http/problem.js';
import { ProblemDocument } from './problem-document.dto.js';

const EXAMPLE_REQUEST_ID = '0b7c1f3e-9a53-4c1e-8a55-3d0f6a2f1f10';

/** What every route can answer, because it is found before the route is, or anywhere. */
export const EVERY_ROUTE = [
  'malformed_request',
  'request_timeout',
  'headers_too_large',
  'internal_error',
  'too_many_connections',
] as const satisfies ErrorCode[];

/** Documents the problems that a route can answer with: one response for each status, one example for each code. */
export function ApiProblems(...codes: ErrorCode[]): MethodDecorator & ClassDecorator {
  const statuses = [...new Set(codes.map((code) => PROBLEMS[code].status))];
  return applyDecorators(
    ApiExtraModels(ProblemDocument),
    ...statuses.map((status) => {
      const ofStatus = codes.filter((code) => PROBLEMS[code].status === status);
      return ApiResponse({
        status,
        description: ofStatus.map((code) => `\`${code}\`: ${PROBLEMS[code].title}`).join('; '),
        content: problemContent(ofStatus),
      });
    }),
  );
}

/** The content of a response that is one of some problems, with an example for each. */
export function problemContent(codes: ErrorCode[]) {
  return {
    [PROBLEM_TYPE]: {
      schema: { $ref: getSchemaPath(ProblemDocument) },
      examples: Object.fromEntries(codes.map((code) => [code, { value: exampleOf(code) }])),
    },
  };
}

function exampleOf(code: ErrorCode): object {
  return toProblem(
    new AppError(code, 'What was expected, what was received and what to do'),
    EXAMPLE_REQUEST_ID,
  );
}
