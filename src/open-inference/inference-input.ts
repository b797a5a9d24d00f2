import type { EncodedPicture } from '../decoding/encoded-picture.js';
import { describeReceived } from '../http/describe-received.js';
import { RawString } from '../http/raw-string.js';
import { encodedText } from '../predict/picture-request.js';
import type { DataType } from '../preprocessing/preprocessing-spec.js';
import { ELEMENT_ARRAYS } from '../preprocessing/tensor.js';
import { badRequest } from './bad-request.js';
import { readElements } from './bytes-elements.js';
import { DATATYPES } from './datatypes.js';
import { HEADER_LENGTH } from './inference-body.js';
import { NumbersText, type ParsedJson } from './json-data.js';
import { arrayAt, countAt, parametersOf, stringAt, type Fields } from './request-fields.js';
import type { TensorSignature } from './signature.js';
import { countOfElements, countOfTensor } from './tensor-shape.js';

/** Pictures as the files that they are. */
export interface PicturesInput {
  readonly kind: 'pictures';
  readonly pictures: readonly EncodedPicture[];
}

/** Pictures that have been decoded and prepared: a tensor in little-endian bytes. */
export interface TensorInput {
  readonly kind: 'tensor';
  readonly count: number;
  readonly bytes: Buffer;
}

/** The same, as numbers that are still to be parsed. */
export interface NumbersInput {
  readonly kind: 'numbers';
  readonly count: number;
  /** Of the whole tensor; the numbers may be nested like it, or flat. */
  readonly shape: readonly number[];
  readonly text: Buffer;
}

export type InferenceInput = PicturesInput | TensorInput | NumbersInput;

/** What an input is read with. */
export interface InputContext {
  readonly signature: TensorSignature;
  readonly dataType: DataType;
  /** How many pictures one request may bring. */
  readonly most: number;
  readonly partAt: ParsedJson['partAt'];
  /** What stands behind the JSON text; undefined where the request has no HEADER_LENGTH. */
  readonly binary: Buffer | undefined;
}

const PLACE = 'inputs[0]';

/**
 * Reads the one input of a request: the tensor that the model's graph takes, or encoded pictures of the type BYTES.
 * @throws AppError `validation_failed`
 */
export function readInput(fields: Fields, context: InputContext): InferenceInput {
  const name = stringAt(fields.name, `${PLACE}.name`);
  const datatype = stringAt(fields.datatype, `${PLACE}.datatype`);
  const parameters = parametersOf(fields, `${PLACE}.`);
  const bytes = binaryData(fields, parameters, context);
  if (datatype === 'BYTES') return readPictures(fields, parameters, bytes, context);
  const { signature, dataType, most } = context;
  if (datatype !== signature.datatype) {
    throw badRequest(
      `${PLACE}.datatype`,
      `expected ${signature.datatype}, or BYTES for encoded pictures, received another type`,
    );
  }
  if (name !== signature.name) {
    throw badRequest(`${PLACE}.name`, `expected ${signature.name}, received another name`);
  }
  const count = countOfTensor(fields.shape, signature, most, `${PLACE}.shape`);
  const shape = [count, ...signature.shape.slice(1)];
  if (bytes) return readTensor(bytes, shape, dataType);
  return readNumbers(context.partAt(fields.data), shape, dataType);
}

/**
 * @returns what stands behind the JSON text, where the input says that this is its data
 * @throws AppError `validation_failed` where the two contradict each other
 */
function binaryData(fields: Fields, parameters: Fields, { binary }: InputContext): Buffer | undefined {
  const place = `${PLACE}.parameters.binary_data_size`;
  const size = countAt(parameters.binary_data_size, 0, place);
  if (size === undefined) {
    if (binary === undefined || binary.length === 0) return undefined;
    throw badRequest(
      place,
      `expected it to say that the ${binary.length} bytes behind the JSON text are this input's, received nothing`,
    );
  }
  if (binary === undefined) {
    throw badRequest(HEADER_LENGTH, 'expected this header beside binary_data_size, received none');
  }
  if (fields.data !== undefined) {
    throw badRequest(`${PLACE}.data`, 'expected no data beside binary_data_size, received some');
  }
  if (size !== binary.length) {
    throw badRequest(place, `expected the ${binary.length} bytes behind the JSON text, received ${size}`);
  }
  return binary;
}

function readTensor(bytes: Buffer, shape: readonly number[], dataType: DataType): TensorInput {
  const elements = elementsOf(shape);
  const expected = elements * ELEMENT_ARRAYS[dataType].BYTES_PER_ELEMENT;
  if (bytes.length !== expected) {
    throw badRequest(
      PLACE,
      `expected the ${expected} bytes of ${elements} elements of the type ${DATATYPES[dataType]}, received ${bytes.length}`,
    );
  }
  return { kind: 'tensor', count: shape[0]!, bytes };
}

function readNumbers(data: unknown, shape: readonly number[], dataType: DataType): NumbersInput {
  const place = `${PLACE}.data`;
  if (dataType === 'float16') {
    throw badRequest(
      place,
      'expected FP16 as binary data (binary_data_size), because JSON has no half-precision numbers; received JSON',
    );
  }
  if (!(data instanceof NumbersText)) {
    const received = Array.isArray(data) ? 'an array with other things' : describeReceived(data);
    throw badRequest(place, `expected an array of numbers, received ${received}`);
  }
  const elements = elementsOf(shape);
  // A digit and a comma for each is the least.
  if (data.text.length < 2 * elements) {
    throw badRequest(place, `expected ${elements} numbers, as shape says, received fewer`);
  }
  return { kind: 'numbers', count: shape[0]!, shape, text: data.text };
}

/** @param shape that has been checked, so that the product is small */
export function elementsOf(shape: readonly number[]): number {
  return shape.reduce((product, size) => product * size);
}

function readPictures(
  fields: Fields,
  parameters: Fields,
  bytes: Buffer | undefined,
  { most, partAt }: InputContext,
): PicturesInput {
  const count = countOfElements(fields.shape, most, `${PLACE}.shape`);
  const contentType = parameters.content_type;
  if (bytes) {
    // As MLServer has it, the content type tells what the elements are, and not how they are sent.
    const encoding = contentType === 'base64' ? 'base64' : 'binary';
    const elements = readElements(bytes, count, PLACE);
    return { kind: 'pictures', pictures: elements.map((element) => ({ bytes: element, encoding })) };
  }
  if (contentType !== undefined && contentType !== 'base64') {
    throw badRequest(
      `${PLACE}.parameters.content_type`,
      'expected base64, which is how JSON can hold a picture, received another',
    );
  }
  const texts = flatten(partAt(fields.data), `${PLACE}.data`);
  if (texts.length !== count) {
    throw badRequest(
      `${PLACE}.data`,
      `expected the ${count} elements that shape says, received ${texts.length}`,
    );
  }
  return {
    kind: 'pictures',
    pictures: texts.map((text, i) => base64Picture(partAt(text), `${PLACE}.data[${i}]`)),
  };
}

/** @returns the elements of [a, b] as of [[a], [b]] */
function flatten(data: unknown, place: string): unknown[] {
  if (data instanceof NumbersText) {
    throw badRequest(place, 'expected an array of strings in base64, received none in it');
  }
  return arrayAt(data, place).flatMap((item) => (Array.isArray(item) ? (item as unknown[]) : [item]));
}

function base64Picture(text: unknown, place: string): EncodedPicture {
  if (text instanceof RawString || typeof text === 'string') return encodedText(text);
  throw badRequest(place, `expected a string in base64, received ${describeReceived(text)}`);
}
