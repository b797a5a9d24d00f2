import type { ConformanceCase } from '../case.js';
import { BINARY_CASES } from './binary.js';
import { BINARY_ERROR_CASES } from './binary-errors.js';
import { CLASSIFICATION_CASES } from './classification.js';
import { ERROR_CASES } from './errors.js';
import { HTTP_CASES } from './http.js';
import { INFERENCE_CASES } from './inference.js';
import { WRITING_CASES } from './writing.js';
import { MODEL_CASES } from './model.js';
import { OUTPUT_CASES } from './outputs.js';
import { PICTURE_CASES } from './pictures.js';
import { SERVER_CASES } from './server.js';

/** Every case, in the order in which they run. */
export const CASES: ConformanceCase[] = [
  ...SERVER_CASES,
  ...MODEL_CASES,
  ...INFERENCE_CASES,
  ...WRITING_CASES,
  ...OUTPUT_CASES,
  ...ERROR_CASES,
  ...BINARY_CASES,
  ...BINARY_ERROR_CASES,
  ...CLASSIFICATION_CASES,
  ...PICTURE_CASES,
  ...HTTP_CASES,
];
