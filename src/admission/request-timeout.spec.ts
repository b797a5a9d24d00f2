import { describe, expect, it } from '@jest/globals';
import { AppError } from '../errors.js';
import { requestTimeout } from './request-timeout.js';

describe('requestTimeout', () => {
  it("takes the shorter one of the client's and the server's", () => {
    expect(requestTimeout(undefined, 10_000)).toBe(10_000);
    expect(requestTimeout('250', 10_000)).toBe(250);
    expect(requestTimeout('99999', 10_000)).toBe(10_000);
  });

  it.each(['', '0', '-1', '1.5', '1e3', '10s', '1000000000000', ' 5'])('refuses "%s"', (header) => {
    const parse = () => requestTimeout(header, 10_000);
    expect(parse).toThrow(AppError);
    expect(parse).toThrow('expected X-Request-Timeout-Ms to be a whole number of milliseconds above 0');
  });
});
