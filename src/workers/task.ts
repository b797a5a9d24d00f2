import type { PictureEncoding } from '../decoding/encoded-picture.js';
import type { TensorForm } from '../pipeline/tensor-bytes.js';
import { DATA_TYPES, LAYOUTS } from '../preprocessing/preprocessing-spec.js';

/**
 * What a worker can do with the bytes that it is sent. `classify`: a picture to scores. `prepare`: a picture to a tensor.
 * `infer`: a tensor to scores. `parse_numbers`: a JSON array of numbers to a tensor. `view`: a picture to the pixels that the
 * model sees. `draw`: such pixels, and what may be drawn over them (drawing-frame.ts), to a PNG.
 */
const ACTIONS = ['classify', 'prepare', 'infer', 'parse_numbers', 'view', 'draw'] as const;
const ENCODINGS: readonly PictureEncoding[] = ['binary', 'base64', 'json_base64', 'pixels'];

export type Action = (typeof ACTIONS)[number];

export interface Task extends TensorForm {
  readonly action: Action;
  /** Of the bytes; what is no picture is `binary`. */
  readonly encoding: PictureEncoding;
}

/** Where no tensor is asked for, its form is of no matter. */
export const ANY_FORM: TensorForm = { layout: 'NCHW', dataType: 'float32' };

/** @returns the kind of a frame: a byte for each of action, encoding, layout and data type */
export function kindOf({ action, encoding, layout, dataType }: Task): number {
  return (
    ACTIONS.indexOf(action) |
    (ENCODINGS.indexOf(encoding) << 8) |
    (LAYOUTS.indexOf(layout) << 16) |
    (DATA_TYPES.indexOf(dataType) << 24)
  );
}

export function taskOf(kind: number): Task {
  return {
    action: ACTIONS[kind & 0xff]!,
    encoding: ENCODINGS[(kind >> 8) & 0xff]!,
    layout: LAYOUTS[(kind >> 16) & 0xff]!,
    dataType: DATA_TYPES[(kind >> 24) & 0xff]!,
  };
}
