import {
  getSchemaPath,
  type ApiOperationOptions,
  type ApiQueryOptions,
  type ApiResponseOptions,
} from '@nestjs/swagger';
import { EXAMPLE_PICTURE } from '../predict/example-picture.js';
import { RESULT_HEADERS } from '../predict/predict.openapi.js';
import {
  GRID_SCHEMA,
  LABEL_SCHEMA,
  ExplanationForm,
  ExplanationRequest,
  ViewForm,
  ViewRequest,
} from './explanation-request.dto.js';
import { ExplanationResponse } from './explanation.dto.js';

export const PNG_TYPE = 'image/png';

const PICTURE = { schema: { type: 'string', format: 'binary' } } as const;
const PNG = { [PNG_TYPE]: PICTURE };
const ONLY_BESIDE_A_PICTURE = 'Only where the body is a picture; other bodies have a field for it.';

const FROG = {
  frog: { summary: 'A drawn frog: 200', value: { image_base64: EXAMPLE_PICTURE } },
};

const bodies = (
  json: typeof ExplanationRequest | typeof ViewRequest,
  form: typeof ExplanationForm | typeof ViewForm,
) => ({
  required: true,
  content: {
    'application/json': { schema: { $ref: getSchemaPath(json) }, examples: FROG },
    'multipart/form-data': { schema: { $ref: getSchemaPath(form) } },
    'image/*': PICTURE,
    'application/octet-stream': PICTURE,
  },
});

export const EXPLANATION_BODY: ApiOperationOptions['requestBody'] = bodies(
  ExplanationRequest,
  ExplanationForm,
);
export const VIEW_BODY: ApiOperationOptions['requestBody'] = bodies(ViewRequest, ViewForm);

export const LABEL_QUERY: ApiQueryOptions = {
  name: 'label',
  required: false,
  schema: { type: LABEL_SCHEMA.type },
  description: `${LABEL_SCHEMA.description} ${ONLY_BESIDE_A_PICTURE}`,
};

const { type, minimum, maximum } = GRID_SCHEMA;
export const GRID_QUERY: ApiQueryOptions = {
  name: 'grid',
  required: false,
  schema: { type, minimum, maximum },
  description: `${GRID_SCHEMA.description} 7 where it is left out. ${ONLY_BESIDE_A_PICTURE}`,
};

const SERVER_TIMING = {
  'Server-Timing': {
    description:
      'Milliseconds of each stage: validate, queue, base64, decode, preprocess and inference of the whole picture, occlude ' +
      '(the pieces), draw, total',
    schema: { type: 'string' },
  },
};

export const EXPLANATION_ANSWER: ApiResponseOptions = {
  status: 200,
  description: 'The explanation, or its overlay alone where the client prefers a picture',
  content: { 'application/json': { schema: { $ref: getSchemaPath(ExplanationResponse) } }, ...PNG },
  headers: { ...SERVER_TIMING, ...RESULT_HEADERS },
};

export const VIEW_ANSWER: ApiResponseOptions = {
  status: 200,
  description: 'The view',
  content: PNG,
  headers: RESULT_HEADERS,
};
