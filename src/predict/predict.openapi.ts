import {
  getSchemaPath,
  type ApiHeaderOptions,
  type ApiOperationOptions,
  type ApiQueryOptions,
} from '@nestjs/swagger';
import { REQUEST_TIMEOUT_HEADER } from '../admission/request-timeout.js';
import type { ErrorCode } from '../errors.js';
import { RATE_LIMIT_HEADERS } from '../rate-limit/rate-limit-headers.js';
import { PayloadRequest } from './payload-request.dto.js';
import { PictureForm } from './picture-form.dto.js';
import { THRESHOLD_SCHEMA, TOP_K_SCHEMA } from './picture-options.js';
import { PREDICT_EXAMPLES } from './predict.examples.js';

const PICTURE = { schema: { type: 'string', format: 'binary' } } as const;

/** The bodies of POST /predict by media type; Swagger UI shows a file picker for all but JSON. */
export const PREDICT_BODY: ApiOperationOptions['requestBody'] = {
  required: true,
  content: {
    'application/json': { schema: { $ref: getSchemaPath(PayloadRequest) }, examples: PREDICT_EXAMPLES },
    'multipart/form-data': { schema: { $ref: getSchemaPath(PictureForm) } },
    'image/*': PICTURE,
    'application/octet-stream': PICTURE,
  },
};

const ONLY_BESIDE_A_PICTURE = 'Only where the body is a picture; other bodies have a field for it.';

/** The schemas have no default: Swagger UI would send it beside every body. */
export const THRESHOLD_QUERY: ApiQueryOptions = {
  name: 'threshold',
  required: false,
  schema: { type: 'number', minimum: 0, maximum: 1 },
  description: `${THRESHOLD_SCHEMA.description} 0.5 where it is left out; confidence_threshold means the same. ${ONLY_BESIDE_A_PICTURE}`,
};

export const TOP_K_QUERY: ApiQueryOptions = {
  name: 'top_k',
  required: false,
  schema: { type: 'integer', minimum: 1 },
  description: `${TOP_K_SCHEMA.description} ${ONLY_BESIDE_A_PICTURE}`,
};

export const TIMEOUT_HEADER: ApiHeaderOptions = {
  name: REQUEST_TIMEOUT_HEADER,
  required: false,
  description: 'Milliseconds after which the answer is of no use; REQUEST_TIMEOUT_MS where that is shorter',
  schema: { type: 'integer', minimum: 1, maximum: 999_999_999 },
};

/** The headers of an answer with results, which any door gives. */
export const RESULT_HEADERS = {
  'X-Model': {
    description: 'Name, version and kind of the model that answered',
    schema: { type: 'string' },
  },
  ...RATE_LIMIT_HEADERS,
} as const;

/** What can be wrong with a picture and with whoever sends it. */
export const PICTURE_PROBLEMS = [
  'malformed_request',
  'malformed_json',
  'malformed_multipart',
  'validation_failed',
  'invalid_base64',
  'not_acceptable',
  'request_timeout',
  'payload_too_large',
  'unsupported_media_type',
  'unsupported_image_format',
  'image_empty',
  'image_corrupt',
  'image_too_large',
  'image_quarantined',
  'rate_limited',
  'headers_too_large',
  'worker_crashed',
  'internal_error',
  'overloaded',
  'rate_limit_unavailable',
  'not_ready',
  'too_many_connections',
  'deadline_exceeded',
  'worker_hung',
] as const satisfies ErrorCode[];
