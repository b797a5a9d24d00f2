import { ensure, show } from '../judge.js';
import { isDatatype } from '../tensor/datatype.js';
import { ANY, type TensorSpec } from '../tensor/shape.js';
import { isFields, isText, isTextList, type Fields } from './fields.js';

/** What a model says of itself, as far as the kit builds requests on it. */
export interface ModelMetadata {
  /** Versions that may be asked for; none where the server knows none. */
  versions: string[];
  /** The inputs as requests have them: as the server tells of them, unless the user knows better. */
  inputs: TensorSpec[];
  /** The inputs as the server tells of them. */
  declaredInputs: TensorSpec[];
  outputs: TensorSpec[];
}

/**
 * The metadata of a model (inference_rest.md, "Model Metadata Response JSON Object").
 * @param given inputs as the user knows them, before what the metadata say of those of the same name
 */
export function readModelMetadata(fields: Fields, given: readonly TensorSpec[] = []): ModelMetadata {
  // MLServer leaves the tensors out where its configuration does not name them.
  const inputs = fields.inputs === undefined ? [] : readTensors(fields, 'inputs');
  return {
    versions: isTextList(fields.versions) ? fields.versions : [],
    inputs: [
      ...inputs.map((input) => given.find(({ name }) => name === input.name) ?? input),
      ...given.filter(({ name }) => !inputs.some((input) => input.name === name)),
    ],
    declaredInputs: inputs,
    outputs: fields.outputs === undefined ? [] : readTensors(fields, 'outputs'),
  };
}

/** A list of tensors of model metadata. */
export function readTensors(metadata: Fields, field: 'inputs' | 'outputs'): TensorSpec[] {
  const tensors = metadata[field];
  ensure(Array.isArray(tensors), () => `expected "${field}" to be an array, received ${show(tensors)}`);
  return tensors.map((tensor: unknown, index) => {
    const what = `${field}[${index}]`;
    ensure(isFields(tensor), () => `expected ${what} to be an object, received ${show(tensor)}`);
    const { name, datatype, shape } = tensor;
    ensure(isText(name), () => `expected the name of ${what} to be a text, received ${show(name)}`);
    ensure(
      isDatatype(datatype),
      () => `expected ${what} to be of a data type of the table, received ${show(datatype)}`,
    );
    ensure(
      Array.isArray(shape) && shape.every((n) => Number.isSafeInteger(n) && (n as number) >= ANY),
      () => `expected the shape of ${what} to be whole numbers, -1 for any length, received ${show(shape)}`,
    );
    return { name, datatype, shape: shape as number[] };
  });
}
