import { expect } from '@jest/globals';
import type { InferenceAnswer } from './open-inference.js';

/** The elements of an output of an answer that is right. */
export function dataOf({ status, body }: InferenceAnswer, name: string): number[] {
  expect({ status, error: body.error }).toEqual({ status: 200, error: undefined });
  return body.outputs.find((output) => output.name === name)!.data as number[];
}
