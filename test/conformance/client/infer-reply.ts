import { ensure, Failed, show } from '../judge.js';
import { ELEMENT_BYTES, isDatatype, isFloat, type Datatype } from '../tensor/datatype.js';
import { decodeElements, encodeElements, type Element } from '../tensor/elements.js';
import { elementCount, type TensorSpec } from '../tensor/shape.js';
import { isFields, isText, readFields, type Fields } from './fields.js';
import type { Reply } from './http-client.js';

/** An output of an answer with its elements. */
export interface OutputTensor extends TensorSpec {
  elements: Element[];
  /** Whether it came as bytes behind the JSON. */
  isBinary: boolean;
}

export interface Inferred {
  /** The JSON object, for what is checked only here and there. */
  fields: Fields;
  outputs: OutputTensor[];
}

export const HEADER_LENGTH = 'inference-header-content-length';

/**
 * Reads the answer to POST .../infer, and sees to everything that must be true of each: the fields of every output, as
 * many elements as its shape has, elements of its data type, and for binary outputs the header and the sizes
 * (inference_rest.md, "Response Output"; extension_binary_data.md, "Binary Tensor Request").
 */
export function readInferred(reply: Reply): Inferred {
  ensure(
    reply.status === 200,
    () => `expected status 200, received ${reply.status} ${show(reply.body.toString())}`,
  );
  const head = headLength(reply);
  const fields = readFields(reply.body.subarray(0, head), 'the answer');
  const { outputs } = fields;
  ensure(Array.isArray(outputs), () => `expected "outputs" to be an array, received ${show(outputs)}`);
  let at = head;
  const tensors = outputs.map((output: unknown, index) => {
    ensure(isFields(output), () => `expected outputs[${index}] to be an object, received ${show(output)}`);
    const spec = readSpec(output, index);
    const size = isFields(output.parameters) ? output.parameters.binary_data_size : undefined;
    const isBinary = size !== undefined;
    if (!isBinary) return { ...spec, isBinary, elements: listed(spec, output.data) };
    const bytes = reply.body.subarray(at, at + binarySize(spec, output, size, reply.body.length - at));
    at += bytes.length;
    return { ...spec, isBinary, elements: decoded(spec, bytes) };
  });
  ensure(
    at === reply.body.length,
    () => `${reply.body.length - at} bytes at the end of the answer belong to no output`,
  );
  mustHaveHeader(reply, tensors);
  return { fields, outputs: tensors };
}

function headLength({ headers, body }: Reply): number {
  const header = headers[HEADER_LENGTH];
  if (header === undefined) return body.length;
  const length = Number(header);
  ensure(
    Number.isSafeInteger(length) && length > 0 && length <= body.length,
    () => `expected Inference-Header-Content-Length from 1 to ${body.length}, received ${show(header)}`,
  );
  return length;
}

function mustHaveHeader({ headers }: Reply, tensors: OutputTensor[]): void {
  if (headers[HEADER_LENGTH] === undefined) return;
  ensure(
    tensors.some(({ isBinary }) => isBinary),
    () => 'expected Inference-Header-Content-Length only where an output is binary',
  );
}

function readSpec(output: Fields, index: number): TensorSpec {
  const { name, datatype, shape } = output;
  const what = `outputs[${index}]`;
  ensure(isText(name), () => `expected the name of ${what} to be a text, received ${show(name)}`);
  ensure(
    isDatatype(datatype),
    () => `expected ${what} to be of a data type of the table, received ${show(datatype)}`,
  );
  ensure(
    Array.isArray(shape) && shape.every((n) => Number.isSafeInteger(n) && (n as number) >= 0),
    () => `expected the shape of ${what} to be whole numbers from 0 on, received ${show(shape)}`,
  );
  return { name, datatype, shape: shape as number[] };
}

function listed({ name, datatype, shape }: TensorSpec, data: unknown): Element[] {
  ensure(
    Array.isArray(data),
    () => `expected "data" of output '${name}' to be an array, received ${show(data)}`,
  );
  const flat: unknown[] = data.flat(Infinity);
  mustCount(name, flat.length, shape);
  const wrong = flat.find((element) => !isElement(element, datatype));
  ensure(
    wrong === undefined,
    () => `expected ${datatype} elements in output '${name}', received ${show(wrong)}`,
  );
  // A server may write as few digits as tell a number from its neighbours of the type, which are fewer than those of a double.
  return isFloat(datatype)
    ? decodeElements(encodeElements(flat as Element[], datatype), datatype)
    : (flat as Element[]);
}

/** Whether JSON shows an element as a type has it; NaN and the infinities have no number in JSON. */
function isElement(element: unknown, datatype: Datatype): boolean {
  if (datatype === 'BYTES') return typeof element === 'string';
  if (datatype === 'BOOL') return typeof element === 'boolean';
  if (typeof element !== 'number') return false;
  return datatype.startsWith('FP') || Number.isInteger(element);
}

function mustCount(name: string, count: number, shape: number[]): void {
  const wanted = elementCount(shape);
  ensure(
    count === wanted,
    () => `output '${name}' has ${count} elements, and ${wanted} by its shape ${show(shape)}`,
  );
}

function binarySize(
  { name, datatype, shape }: TensorSpec,
  output: Fields,
  size: unknown,
  left: number,
): number {
  ensure(output.data === undefined, () => `output '${name}' has both "data" and "binary_data_size"`);
  ensure(
    Number.isSafeInteger(size) && (size as number) >= 0 && (size as number) <= left,
    () =>
      `expected "binary_data_size" of output '${name}' to be at most the ${left} bytes left, received ${show(size)}`,
  );
  const each = ELEMENT_BYTES[datatype];
  const wanted = each === undefined ? undefined : each * elementCount(shape);
  ensure(
    wanted === undefined || size === wanted,
    () => `expected "binary_data_size" of output '${name}' to be ${wanted}, received ${show(size)}`,
  );
  return size as number;
}

function decoded({ name, datatype, shape }: TensorSpec, bytes: Buffer): Element[] {
  let elements: Element[];
  try {
    elements = decodeElements(bytes, datatype);
  } catch (error) {
    throw new Failed(`the bytes of output '${name}' do not fit: ${(error as Error).message}`);
  }
  mustCount(name, elements.length, shape);
  return elements;
}
