import { ELEMENT_BYTES, isFloat, type Datatype } from '../tensor/datatype.js';
import { decodeElements, encodeElements, splitBytes, type Element } from '../tensor/elements.js';
import { ANY, elementCount, fits } from '../tensor/shape.js';
import type { BinaryTail } from './binary-tail.js';
import { isFields, parametersOf } from './fields.js';
import type { OipModel } from './oip-model.js';
import { Refusal } from './refusal.js';

export interface ReadInput {
  name: string;
  /** The length of the first axis. */
  rows: number;
  elements: Element[];
}

/** Reads one input of a request, with its bytes where it is binary; throws a Refusal. */
export function readInput(model: OipModel, input: unknown, tail: BinaryTail): ReadInput {
  if (!isFields(input)) throw new Refusal('fields', 'an input must be an object');
  const { name, datatype, shape, data } = input;
  const parameters = parametersOf(input);
  const size = parameters.binary_data_size;
  const spec = model.inputs.find((known) => known.name === name);
  if (!spec) throw new Refusal('input_name', `there is no input '${String(name)}'`);
  const decode = datatype === 'BYTES' && spec.datatype !== 'BYTES' ? model.picture : undefined;
  if (datatype !== spec.datatype && !decode) {
    throw new Refusal('datatype', `input '${spec.name}' is of datatype ${spec.datatype}`);
  }
  const pattern = decode ? [ANY] : spec.shape;
  if (!isShape(shape) || !fits(shape, pattern)) {
    throw new Refusal('shape', `the shape of input '${spec.name}' must be ${JSON.stringify(pattern)}`);
  }
  if (data !== undefined && size !== undefined) {
    throw new Refusal('two_data', `input '${spec.name}' has both "data" and "binary_data_size"`);
  }
  if (data === undefined && size === undefined)
    throw new Refusal('no_data', `input '${spec.name}' has no "data"`);
  const type = decode ? 'BYTES' : spec.datatype;
  const given =
    data === undefined
      ? fromBinary(spec.name, type, tail.take(spec.name, size))
      : fromJson(spec.name, type, data, parameters.content_type === 'base64');
  const wanted = elementCount(shape);
  if (given.length !== wanted) {
    throw new Refusal(
      'element_count',
      `input '${spec.name}' has ${given.length} elements, and ${wanted} by its shape`,
    );
  }
  const elements = decode ? given.flatMap((element) => picture(decode, element)) : given;
  return { name: spec.name, rows: shape[0] ?? 1, elements };
}

/** The model's row for an encoded picture. */
function picture(decode: NonNullable<OipModel['picture']>, element: Element): Element[] {
  try {
    return decode(element instanceof Uint8Array ? element : Buffer.from(String(element)));
  } catch (error) {
    throw new Refusal('picture', `a picture cannot be decoded: ${(error as Error).message}`);
  }
}

function fromBinary(name: string, datatype: Datatype, bytes: Buffer): Element[] {
  try {
    return datatype === 'BYTES' ? splitBytes(bytes) : decodeElements(bytes, datatype);
  } catch (error) {
    throw new Refusal('binary_size', `the bytes of input '${name}' do not fit: ${(error as Error).message}`);
  }
}

/** Elements from a JSON array, nested or flat. */
function fromJson(name: string, datatype: Datatype, data: unknown, isBase64: boolean): Element[] {
  // As Triton refuses it: JSON has no agreed form of it.
  if (datatype === 'FP16') throw new Refusal('half_in_json', `input '${name}' is FP16, which must be binary`);
  if (!Array.isArray(data))
    throw new Refusal('element_type', `the "data" of input '${name}' must be an array`);
  const flat = data.flat(Infinity) as Element[];
  const wrong = flat.findIndex((element) => !isElement(element, datatype));
  if (wrong >= 0) {
    throw new Refusal('element_type', `element ${wrong} of input '${name}' is not of datatype ${datatype}`);
  }
  if (datatype === 'BYTES')
    return flat.map((text) => Buffer.from(String(text), isBase64 ? 'base64' : 'utf8'));
  // As the type keeps it: a number that comes as text is rounded as one that comes as bytes.
  return decodeElements(encodeElements(flat, datatype), datatype);
}

function isElement(element: unknown, datatype: Datatype): boolean {
  if (datatype === 'BYTES') return typeof element === 'string';
  if (datatype === 'BOOL') return typeof element === 'boolean';
  if (typeof element !== 'number') return false;
  if (isFloat(datatype)) return true;
  const bits = 8 * ELEMENT_BYTES[datatype];
  const [least, most] = datatype.startsWith('U')
    ? [0, 2 ** bits - 1]
    : [-(2 ** (bits - 1)), 2 ** (bits - 1) - 1];
  return Number.isSafeInteger(element) && element >= least && element <= most;
}

/** Whether a shape is a list of lengths; a tensor of no elements is no use to a model. */
const isShape = (shape: unknown): shape is number[] =>
  Array.isArray(shape) && shape.every((n) => Number.isSafeInteger(n) && (n as number) > 0);
