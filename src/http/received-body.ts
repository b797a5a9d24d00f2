import type { Part } from './multipart.js';

/**
 * The body of a request, parsed by its media type. `json`: any JSON value; `raw`: the bytes of a picture, as they came;
 * `form`: the parts of a multipart/form-data.
 */
export type ReceivedBody = (
  { kind: 'json'; value: unknown } | { kind: 'raw' } | { kind: 'form'; parts: Part[] }
) & {
  /** All bytes, to be given back to BodyBuffers when nobody needs any of them any more. */
  bytes: Buffer;
};

export type BodyKind = ReceivedBody['kind'];
