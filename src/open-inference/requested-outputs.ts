import { badRequest } from './bad-request.js';
import {
  arrayAt,
  booleanAt,
  countAt,
  objectAt,
  optional,
  parametersOf,
  stringAt,
  type Fields,
} from './request-fields.js';
import type { OutputSignature } from './signature.js';

/** An output that is to be answered, and in which form. */
export interface RequestedOutput {
  readonly signature: OutputSignature;
  /** As bytes behind the JSON text (binary tensor data extension). */
  readonly isBinary: boolean;
  /** So many of the highest scores, as text (classification extension); undefined for the scores themselves. */
  readonly classification: number | undefined;
}

/**
 * @param request whose `outputs` are read; all of the model's where there are none
 * @throws AppError `validation_failed`
 */
export function readRequestedOutputs(
  request: Fields,
  outputs: readonly OutputSignature[],
): readonly RequestedOutput[] {
  const isBinary =
    booleanAt(parametersOf(request, '').binary_data_output, 'parameters.binary_data_output') ?? false;
  const requested = arrayAt(optional(request.outputs) ?? [], 'outputs');
  if (requested.length === 0) {
    return outputs.map((signature) => ({ signature, isBinary, classification: undefined }));
  }
  if (requested.length > outputs.length) {
    throw badRequest(
      'outputs',
      `expected each of ${namesOf(outputs)} once at most, received ${requested.length} outputs`,
    );
  }
  const named = new Set<OutputSignature>();
  return requested.map((output, i) => {
    const place = `outputs[${i}]`;
    const fields = objectAt(output, place);
    const name = stringAt(fields.name, `${place}.name`);
    const signature = outputs.find((known) => known.name === name);
    if (!signature) throw badRequest(`${place}.name`, `expected ${namesOf(outputs)}, received another name`);
    if (named.has(signature))
      throw badRequest(`${place}.name`, 'expected each output once, received one again');
    named.add(signature);
    const parameters = parametersOf(fields, `${place}.`);
    return {
      signature,
      isBinary: booleanAt(parameters.binary_data, `${place}.parameters.binary_data`) ?? isBinary,
      classification: countAt(parameters.classification, 1, `${place}.parameters.classification`),
    };
  });
}

function namesOf(outputs: readonly OutputSignature[]): string {
  return outputs.map(({ name }) => name).join(' or ');
}
