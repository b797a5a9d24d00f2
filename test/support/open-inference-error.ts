import { expect } from '@jest/globals';
import type { InferenceAnswer } from './open-inference.js';

/** The text of an error that has the protocol's form and nothing beside it. */
export function errorOf({ status, body, headers }: InferenceAnswer, expected: number): string {
  expect({ status, fields: Object.keys(body), type: headers['content-type'] }).toEqual({
    status: expected,
    fields: ['error'],
    type: 'application/json',
  });
  return body.error!;
}
