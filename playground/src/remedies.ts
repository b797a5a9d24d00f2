/** What docs/errors.md says to do about each code; scripts/playground/write.ts takes it from there. */
export const REMEDIES: Readonly<Record<string, string>> = {
  malformed_request: 'Use an HTTP client library; check that Content-Length is the true length of the body.',
  malformed_json:
    'Let a JSON library write the body. The position, where there is one, counts characters from 0.',
  malformed_multipart:
    'Let an HTTP library write both the body and the header Content-Type. Setting that header by hand loses the boundary.',
  validation_failed:
    'Correct every field that errors lists. errors is missing where the body is not an object.',
  invalid_base64:
    'Encode with the standard alphabet (+ and /) and with padding. The position counts characters of the field from 0.',
  unauthorized:
    'Send the key as Authorization: Bearer KEY or X-API-Key: KEY. If it was accepted before, it has been replaced: ask the operator (security).',
  forbidden: 'Use a key with that scope.',
  not_found: 'See GET /docs for the paths. /predict has no version in front and no slash missing in it.',
  method_not_allowed: 'Use one of them.',
  not_acceptable: 'Send Accept: application/json, or none.',
  request_timeout: 'Send faster or send less; try again with a new connection.',
  payload_too_large: 'Make the picture smaller. The model looks at 224x224 pixels, so little is lost.',
  batch_too_large: 'Send them in several batches.',
  unsupported_media_type:
    "Send uncompressed JSON with Content-Type: application/json (curl's -d alone says something else), the picture as it is with image/*, application/octet-stream or binary/octet-stream, or a form.",
  rate_limited:
    'Wait as many seconds as the header Retry-After says. RateLimit tells with every answer what is left.',
  headers_too_large: 'Send fewer or shorter headers; look for large cookies.',
  unsupported_image_format: 'Convert the picture to one of these formats.',
  image_empty: 'Check that the file was read before it was encoded.',
  image_corrupt: 'Send the file again; if that fails, open it in a viewer and save it anew.',
  image_too_large: 'Make the picture smaller.',
  image_quarantined:
    'Save the picture again in another format, and report it together with the file: no picture should be able to do that.',
  internal_error: 'Try again; if it stays, report the request_id.',
  worker_crashed:
    'Send it once more. If it fails again, the picture itself is the cause: save it again in another format, and report it.',
  worker_hung:
    'Send it once more. If it fails again, the picture itself is the cause, or the model is slower than the limit allows: then raise DECODE_TIMEOUT_MS.',
  upstream_failed:
    'Send it once more in a while, after as many seconds as Retry-After says where it is there. If it stays, the operator finds in the log what the other server wrote, and in /health/ready what is expected of it (remote inference).',
  upstream_timeout:
    'Send it once more in a while, or with a longer deadline. If it stays, that server has more work than it can do.',
  overloaded:
    'Wait for as many seconds as the header Retry-After says. That is how long the workers take, at the pace of the last pictures, for what waits. If it happens for minutes, add replicas: queue tells how far the load is beyond one.',
  too_many_connections:
    'Wait for as many seconds as Retry-After says, and connect again, or keep connections and use them for several requests.',
  rate_limit_unavailable:
    'Try again after the second that Retry-After says. If it stays, the operator has to look after Redis.',
  not_ready: 'Send requests to another replica and ask again later.',
  deadline_exceeded: 'Send it once more, later or with a longer deadline.',
};
