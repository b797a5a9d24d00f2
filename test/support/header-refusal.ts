import { expect } from '@jest/globals';
import { AppError } from '../../src/errors.js';
import { readImageHeader } from '../../src/decoding/header/image-header.js';

export const MAX_PIXELS = 50_000_000;

/** The refusal, or undefined where the header is sound. */
export function refusal(bytes: Uint8Array, maxPixels = MAX_PIXELS): AppError | undefined {
  try {
    readImageHeader(bytes, maxPixels);
    return undefined;
  } catch (error) {
    expect(error).toBeInstanceOf(AppError);
    return error as AppError;
  }
}
