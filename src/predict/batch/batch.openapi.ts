import { getSchemaPath, type ApiOperationOptions, type ApiResponseOptions } from '@nestjs/swagger';
import { EXAMPLE_PICTURE } from '../example-picture.js';
import { RESULT_HEADERS } from '../predict.openapi.js';
import { BatchForm, BatchRequest } from './batch-request.dto.js';
import { BatchCounts, BatchResponse, BatchResult } from './batch-response.dto.js';
import { NDJSON_TYPE } from './ndjson.js';

/** Bodies for Swagger UI. The first is the one that Execute sends unedited. */
export const BATCH_EXAMPLES = {
  two_frogs: {
    summary: 'The drawn frog, twice, and one that is cut off: 200, with two answers and a problem',
    value: {
      images: [
        { id: 'frog', image_base64: EXAMPLE_PICTURE },
        { id: 'cut off', image_base64: EXAMPLE_PICTURE.slice(0, 1200) },
        { image_base64: EXAMPLE_PICTURE },
      ],
      confidence_threshold: 0.25,
    },
  },
  validation_failed: {
    summary: 'No pictures: 400 validation_failed',
    value: { images: [] },
  },
};

export const BATCH_BODY: ApiOperationOptions['requestBody'] = {
  required: true,
  content: {
    'application/json': { schema: { $ref: getSchemaPath(BatchRequest) }, examples: BATCH_EXAMPLES },
    'multipart/form-data': { schema: { $ref: getSchemaPath(BatchForm) } },
  },
};

const LAST_LINE = {
  type: 'object',
  properties: { counts: { $ref: getSchemaPath(BatchCounts) } },
  required: ['counts'],
};

export const BATCH_ANSWER: ApiResponseOptions = {
  status: 200,
  description: 'What became of each picture, also where it is a problem for all of them',
  content: {
    'application/json': { schema: { $ref: getSchemaPath(BatchResponse) } },
    [NDJSON_TYPE]: {
      schema: {
        type: 'string',
        description:
          'Each result on a line as it comes, in whatever order, then a line with `{"counts": ...}`',
      },
      // OpenAPI 3.0 has no word for the schema of a line.
      ...{ 'x-line-schema': { oneOf: [{ $ref: getSchemaPath(BatchResult) }, LAST_LINE] } },
    },
  },
  headers: RESULT_HEADERS,
};
