import type { ErrorCode } from '../errors.js';

/**
 * Whether a request with this problem was refused: for what it asks, for who asks, or for the load. What is wrong with a
 * picture, and work that was begun and failed, is no refusal.
 */
const REFUSES: Record<ErrorCode, boolean> = {
  malformed_request: true,
  malformed_json: true,
  malformed_multipart: true,
  validation_failed: true,
  invalid_base64: false,
  unauthorized: true,
  forbidden: true,
  not_found: true,
  method_not_allowed: true,
  not_acceptable: true,
  request_timeout: true,
  payload_too_large: true,
  batch_too_large: true,
  unsupported_media_type: true,
  unsupported_image_format: false,
  image_empty: false,
  image_corrupt: false,
  image_too_large: false,
  image_quarantined: false,
  rate_limited: true,
  headers_too_large: true,
  worker_crashed: false,
  internal_error: false,
  upstream_failed: false,
  overloaded: true,
  too_many_connections: true,
  rate_limit_unavailable: true,
  not_ready: true,
  deadline_exceeded: true,
  upstream_timeout: false,
  worker_hung: false,
};

/** The reasons of tetrapod_rejections_total. */
export const REFUSING_CODES: ReadonlySet<string> = new Set(
  Object.entries(REFUSES)
    .filter(([, refuses]) => refuses)
    .map(([code]) => code),
);
