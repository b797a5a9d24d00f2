import type { ServerResponse } from 'node:http';
import type { Rate } from '../config/rate.js';
import type { LimitedClient } from './limited-client.js';
import type { StorageRecord } from './storage-record.js';

/**
 * Says what is allowed and what is left (draft-ietf-httpapi-ratelimit-headers-10): `RateLimit-Policy: "key";q=100;w=10`
 * is 100 requests in 10 seconds for each key, `RateLimit: "key";r=42;t=3` that 42 of them are left for 3 seconds.
 */
export function setRateLimitHeaders(
  response: ServerResponse,
  { kind }: LimitedClient,
  { requests, windowMs }: Rate,
  { totalHits, timeToExpire }: StorageRecord,
): void {
  const left = Math.max(0, requests - totalHits);
  response.setHeader('RateLimit-Policy', `"${kind}";q=${requests};w=${windowMs / 1000}`);
  response.setHeader('RateLimit', `"${kind}";r=${left};t=${timeToExpire}`);
}

/** The same for the OpenAPI document. */
export const RATE_LIMIT_HEADERS = {
  'RateLimit-Policy': {
    description:
      'Where the server limits rates: requests (q) in seconds (w), for each API key or each address, such as "key";q=100;w=10',
    schema: { type: 'string' },
  },
  RateLimit: {
    description: 'Where the server limits rates: requests that are left (r) for how many seconds (t)',
    schema: { type: 'string' },
  },
} as const;
