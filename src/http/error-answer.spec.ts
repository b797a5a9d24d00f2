import { describe, expect, it } from '@jest/globals';
import { AppError } from '../errors.js';
import { errorAnswer } from './error-answer.js';

describe('errorAnswer', () => {
  const error = new AppError('image_corrupt', 'expected a whole picture');

  it.each([undefined, '/', '/predict', '/v2x', '/v20/models', '/x/v2'])(
    'is a problem document for %s',
    (path) => {
      const { status, type, body } = errorAnswer(error, 'id', path);
      expect([status, type]).toEqual([422, 'application/problem+json']);
      expect(JSON.parse(body)).toMatchObject({ code: 'image_corrupt', status: 422, request_id: 'id' });
    },
  );

  it.each(['/v2', '/v2/', '/V2/models', '/v2/models/x/infer'])(
    'has the form of the Open Inference Protocol for %s',
    (path) => {
      expect(errorAnswer(error, 'id', path)).toEqual({
        status: 400,
        type: 'application/json',
        body: '{"error":"expected a whole picture"}',
      });
    },
  );

  it.each([
    ['unsupported_image_format', 400],
    ['unsupported_media_type', 400],
    ['validation_failed', 400],
    ['unauthorized', 401],
    ['not_found', 404],
    ['method_not_allowed', 405],
    ['payload_too_large', 413],
    ['rate_limited', 429],
    ['internal_error', 500],
    ['overloaded', 503],
    ['worker_hung', 504],
  ] as const)('answers %s with %i there', (code, status) => {
    expect(errorAnswer(new AppError(code, ''), 'id', '/v2').status).toBe(status);
  });
});
