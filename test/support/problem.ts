import { expect } from '@jest/globals';
import type { Response } from 'supertest';
import { PROBLEMS, type ErrorCode } from '../../src/errors.js';

export interface Problem {
  code: string;
  detail: string;
  errors?: { field: string; detail: string }[];
}

/** Checks a whole problem document and gives it back. */
export function expectProblem(response: Response, code: ErrorCode): Problem {
  const { status, title } = PROBLEMS[code];
  expect({ code: (response.body as Problem).code, status: response.status }).toEqual({ code, status });
  expect(response.headers['content-type']).toMatch(/^application\/problem\+json/);
  expect(response.body).toMatchObject({ type: `urn:tetrapod:problem:${code}`, title, status, code });
  expect((response.body as { request_id: string }).request_id).toBe(response.headers['x-request-id']);
  return response.body as Problem;
}
