import { describe, expect, it } from '@jest/globals';
import { PROBLEMS } from '../errors.js';
import { REFUSING_CODES } from './refusing-codes.js';

describe('REFUSING_CODES', () => {
  it('are no problems of pictures, and none of work that failed', () => {
    const others = Object.keys(PROBLEMS).filter((code) => !REFUSING_CODES.has(code));
    expect(others.sort()).toEqual([
      ...['image_corrupt', 'image_empty', 'image_quarantined', 'image_too_large', 'internal_error'],
      ...['invalid_base64', 'unsupported_image_format', 'upstream_failed', 'upstream_timeout'],
      ...['worker_crashed', 'worker_hung'],
    ]);
  });
});
