import type { Layout, Size } from '../preprocessing/preprocessing-spec.js';
import {
  INPUT_DATATYPES,
  isInputDatatype,
  isOutputDatatype,
  type InputDatatype,
  type OutputDatatype,
} from './datatypes.js';
import { showForeign } from './show-foreign.js';

/** What the model that is served here needs of the one that answers there. */
export interface Expectation {
  /** Of the pictures that are prepared. */
  readonly size: Size;
  /** Whether pictures are prepared to whole samples from 0 to 255, which alone a UINT8 tensor can hold. */
  readonly hasPlainSamples: boolean;
  /** Names of classes, one for each score. */
  readonly classes: number;
  /** INFERENCE_TENSORS */
  readonly tensors: 'auto' | 'binary' | 'json';
}

/** How to ask the upstream: what its metadata say, checked. */
export interface UpstreamContract {
  readonly input: { readonly name: string; readonly datatype: InputDatatype; readonly layout: Layout };
  readonly output: { readonly name: string; readonly datatype: OutputDatatype };
  /** Of one picture: channels, height and width in the order of the layout. */
  readonly shape: readonly [number, number, number];
  readonly classes: number;
  /** Whether the axis of the batch is open. */
  readonly takesBatches: boolean;
  /** Whether tensors go as binary data (the binary tensor data extension) and not as JSON. */
  readonly isBinary: boolean;
  /** The only version that it tells of, or the last. */
  readonly version: string | undefined;
}

/** The upstream's model cannot answer for the one that is served here. */
export class UpstreamMismatch extends Error {
  constructor(
    readonly expected: string,
    readonly received: string,
  ) {
    super(`expected ${expected}, received ${received}`);
    this.name = 'UpstreamMismatch';
  }
}

interface TensorMetadata {
  name: string;
  datatype: unknown;
  shape: number[];
}

/**
 * @param server what GET /v2 answered
 * @param model what GET /v2/models/NAME answered
 * @throws UpstreamMismatch where the model takes or gives something else
 */
export function readContract(server: unknown, model: unknown, expectation: Expectation): UpstreamContract {
  const isBinary = usesBinary(server, expectation.tensors);
  const { inputs, outputs, versions } = Object(model) as Record<string, unknown>;
  const input = readInput(tensors('inputs', inputs), expectation, isBinary);
  const output = readOutput(tensors('outputs', outputs), expectation.classes, isBinary);
  const { width, height } = expectation.size;
  return {
    input,
    output,
    shape: input.layout === 'NCHW' ? [3, height, width] : [height, width, 3],
    classes: expectation.classes,
    takesBatches: input.takesBatches && output.takesBatches,
    isBinary,
    version: Array.isArray(versions) ? versionIn(versions.at(-1)) : undefined,
  };
}

function usesBinary(server: unknown, tensorsAs: Expectation['tensors']): boolean {
  if (tensorsAs !== 'auto') return tensorsAs === 'binary';
  const { extensions } = Object(server) as { extensions?: unknown };
  return Array.isArray(extensions) && extensions.includes('binary_tensor_data');
}

function readInput(
  inputs: TensorMetadata[],
  { size, hasPlainSamples: isPlain }: Expectation,
  isBinary: boolean,
): UpstreamContract['input'] & { takesBatches: boolean } {
  const [input, ...others] = inputs;
  if (!input || others.length > 0) throw new UpstreamMismatch('a model with one input', showNames(inputs));
  const { name, datatype, shape } = input;
  if (!isInputDatatype(datatype)) {
    throw mismatch('input', name, `the datatype ${Object.keys(INPUT_DATATYPES).join(', ')}`, datatype);
  }
  if (datatype === 'UINT8' && !isPlain) {
    throw mismatch(
      'input',
      name,
      'FP32 or FP16, as preprocessor_config.json rescales or normalises',
      datatype,
    );
  }
  if (datatype === 'FP16' && !isBinary) {
    throw mismatch(
      'input',
      name,
      'the extension binary_tensor_data together with FP16 (INFERENCE_TENSORS=binary where the server has it unannounced)',
      datatype,
    );
  }
  const { width, height } = size;
  const layout = (['NCHW', 'NHWC'] as const).find((order) =>
    fits(shape, order === 'NCHW' ? [1, 3, height, width] : [1, height, width, 3]),
  );
  if (!layout) {
    throw mismatch('input', name, `the shape [-1,3,${height},${width}] or [-1,${height},${width},3]`, shape);
  }
  return { name, datatype, layout, takesBatches: isOpen(shape[0]!) };
}

/** The only output, or the one that is called logits, or the first with as many scores as there are names. */
function readOutput(
  outputs: TensorMetadata[],
  classes: number,
  isBinary: boolean,
): UpstreamContract['output'] & { takesBatches: boolean } {
  const hasCount = ({ shape }: TensorMetadata) => {
    const [batch, ...rest] = shape;
    return batch !== undefined && (isOpen(batch) || batch === 1) && countFits(rest, classes);
  };
  const output =
    outputs.length === 1
      ? outputs[0]
      : (outputs.find(({ name }) => name === 'logits') ?? outputs.find(hasCount));
  if (!output) throw new UpstreamMismatch(`an output of ${classes} scores a picture`, showNames(outputs));
  const { name, datatype, shape } = output;
  if (!isOutputDatatype(datatype))
    throw mismatch('output', name, 'the datatype FP32, FP64 or FP16', datatype);
  if (datatype === 'FP16' && !isBinary) {
    throw mismatch('output', name, 'the extension binary_tensor_data together with FP16', datatype);
  }
  if (!hasCount(output)) {
    throw mismatch('output', name, `the shape [-1,${classes}], a score for each name of a class`, shape);
  }
  return { name, datatype, takesBatches: isOpen(shape[0]!) };
}

function tensors(field: string, list: unknown): TensorMetadata[] {
  const isTensor = (entry: unknown): entry is TensorMetadata => {
    const { name, shape } = Object(entry) as Record<string, unknown>;
    return typeof name === 'string' && Array.isArray(shape) && shape.every((axis) => Number.isInteger(axis));
  };
  if (!Array.isArray(list) || !list.every(isTensor)) {
    throw new UpstreamMismatch(`${field} with name, datatype and shape in its metadata`, showForeign(list));
  }
  return list;
}

function fits(shape: readonly number[], wanted: readonly number[]): boolean {
  return shape.length === wanted.length && shape.every((axis, i) => isOpen(axis) || axis === wanted[i]);
}

/** Whether axes can hold so many scores; those that are open are looked at again in each answer. */
function countFits(axes: readonly number[], classes: number): boolean {
  if (axes.length === 0) return classes === 1;
  const known = axes.filter((axis) => !isOpen(axis)).reduce((product, axis) => product * axis, 1);
  return axes.some(isOpen) ? classes % known === 0 : known === classes;
}

function isOpen(axis: number): boolean {
  return axis < 1;
}

/** @returns the name of a version, if a server gives one that can be shown */
export function versionIn(value: unknown): string | undefined {
  return typeof value === 'string' && /^[\x21-\x7e]{1,64}$/.test(value) ? value : undefined;
}

function mismatch(
  kind: 'input' | 'output',
  name: string,
  expected: string,
  received: unknown,
): UpstreamMismatch {
  return new UpstreamMismatch(`for the ${kind} ${showForeign(name)} ${expected}`, showForeign(received));
}

function showNames(list: TensorMetadata[]): string {
  return list.length === 0
    ? 'none'
    : list
        .map(({ name }) => showForeign(name))
        .slice(0, 8)
        .join(', ');
}
