import { RawString } from '../http/raw-string.js';
import type { ServedModel } from '../pipeline/classifier.js';
import { badRequest } from './bad-request.js';
import type { InferenceBody } from './inference-body.js';
import { readInput, type InferenceInput } from './inference-input.js';
import { parseInferenceJson } from './json-data.js';
import { arrayAt, objectAt, optional, stringAt } from './request-fields.js';
import { readRequestedOutputs, type RequestedOutput } from './requested-outputs.js';
import { inputOf, outputsOf } from './signature.js';

/** An id is answered as it came; nobody needs a longer one. */
const LONGEST_ID = 1024;

/** An inference request that has been checked against the model. */
export interface InferenceRequest {
  readonly id: string | undefined;
  readonly input: InferenceInput;
  readonly outputs: readonly RequestedOutput[];
}

/**
 * Reads an inference request (Open Inference Protocol, Inference Request JSON Object). What the protocol does not name is
 * passed over, and so are parameters that are not known.
 *
 * @param most how many pictures one request may bring
 * @returns what shares the memory of the body
 * @throws AppError `malformed_json` or `validation_failed`
 */
export function readInferenceRequest(
  { json, binary }: InferenceBody,
  model: ServedModel,
  most: number,
): InferenceRequest {
  const { value, partAt } = parseInferenceJson(json);
  const request = objectAt(value, 'the JSON text');
  const placedId = optional(request.id);
  const id = placedId === undefined ? undefined : readId(partAt(placedId));
  const outputs = readRequestedOutputs(request, outputsOf(model));
  const inputs = arrayAt(request.inputs, 'inputs');
  if (inputs.length !== 1) {
    throw badRequest('inputs', `expected one input, received ${inputs.length}`);
  }
  const input = readInput(objectAt(inputs[0], 'inputs[0]'), {
    signature: inputOf(model),
    dataType: model.preprocessing.dataType,
    most,
    partAt,
    binary,
  });
  return { id, input, outputs };
}

function readId(value: unknown): string {
  const length = value instanceof RawString ? value.bytes.length : stringAt(value, 'id').length;
  if (length <= LONGEST_ID) return value as string;
  throw badRequest('id', `expected at most ${LONGEST_ID} characters, received ${length}`);
}
