import { createHash } from 'node:crypto';
import { ANY, elementCount, type TensorSpec } from '../tensor/shape.js';
import type { Element } from '../tensor/elements.js';

/** A model for the fake server: what its metadata say and how a row of each output follows from a row of the inputs. */
export interface OipModel {
  name: string;
  /** Absent where the server knows no versions. */
  version?: string;
  platform: string;
  inputs: TensorSpec[];
  outputs: OipOutput[];
  /** The largest first axis of a request. */
  maxBatch: number;
  /** The input's row for an encoded picture, which may be sent as BYTES instead; throws an Error that says why not. */
  picture?: (encoded: Uint8Array) => Element[];
}

export interface OipOutput extends TensorSpec {
  /** Names for the classification extension, as many as a row has elements. */
  labels?: string[];
  /** One row, from the rows of all inputs one behind the other. */
  row: (input: readonly Element[]) => number[];
}

/** Whether the first axis of every tensor counts rows that do not know of one another. */
export const isBatched = ({ inputs, outputs }: OipModel): boolean =>
  [...inputs, ...outputs].every(({ shape }) => shape[0] === ANY);

/** Names for classes; with colons, which are also between the parts of a classification. */
export const LABELS = ['frog', 'newt', 'olm', 'toad: common', 'caecilian'];

/**
 * A make-believe classifier of 3-channel pictures of 4 by 4 pixels, and of encoded pictures: `logits` are weighted sums of
 * the input, `shares` their softmax. Every element of the input matters to every element of the outputs.
 */
export function linearModel(changes: Partial<OipModel> = {}): OipModel {
  const logits = (input: readonly Element[]) => LABELS.map((_, index) => weightedSum(input, index));
  return {
    name: 'linear',
    version: '7',
    platform: 'onnx_onnxv1',
    inputs: [{ name: 'pixels', datatype: 'FP32', shape: [ANY, 3, 4, 4] }],
    outputs: [
      { name: 'logits', datatype: 'FP32', shape: [ANY, LABELS.length], labels: LABELS, row: logits },
      {
        name: 'shares',
        datatype: 'FP32',
        shape: [ANY, LABELS.length],
        row: (input) => softmax(logits(input)),
      },
    ],
    maxBatch: 8,
    picture: (encoded) => pretendToDecode(encoded, elementCount([3, 4, 4])),
    ...changes,
  };
}

/** A weighted sum of elements of any type, with weights between -1 and 1 that differ from one `seed` to the next. */
export function weightedSum(input: readonly Element[], seed: number): number {
  let sum = 0;
  input.forEach((element, index) => {
    sum += numberOf(element) * Math.sin((index + 1) * (seed + 1.5));
  });
  return sum;
}

function numberOf(element: Element): number {
  if (typeof element === 'number') return element;
  if (typeof element === 'boolean') return element ? 1 : 0;
  return createHash('sha256').update(element).digest()[0]! / 256;
}

function softmax(values: readonly number[]): number[] {
  const powers = values.map((value) => Math.exp(value - Math.max(...values)));
  const sum = powers.reduce((total, power) => total + power, 0);
  return powers.map((power) => power / sum);
}

const PICTURE_STARTS = ['89504e47', 'ffd8ff', '47494638', '52494646'];

/** Elements that depend on every byte of the file; nothing is drawn, but what is no picture by its start is refused. */
function pretendToDecode(encoded: Uint8Array, count: number): number[] {
  const start = Buffer.from(encoded).subarray(0, 4).toString('hex');
  if (!PICTURE_STARTS.some((known) => start.startsWith(known)))
    throw new Error('it is no PNG, JPEG, GIF or WebP');
  return Array.from(
    { length: count },
    (_, index) => createHash('sha256').update(encoded).update(String(index)).digest()[0]! / 256,
  );
}
