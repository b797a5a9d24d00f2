import type { InferenceSession } from 'onnxruntime-node';
import {
  DATA_TYPES,
  hasPlainSamples,
  outputSize,
  type Layout,
  type PreprocessingSpec,
  type Size,
} from '../../preprocessing/preprocessing-spec.js';
import { ModelError } from '../model-error.js';
import type { PreprocessorConfig } from './preprocessor-config.js';

type Shape = readonly (number | string)[];

/** What a graph asks for and gives, as far as it is used here. */
export interface GraphSignature {
  /** Names of the graph's own. */
  readonly input: string;
  readonly output: string;
  /** The preprocessing with the layout and type that the graph takes. */
  readonly preprocessing: PreprocessingSpec;
}

/**
 * Checks that a graph takes one picture, prepared as its folder says, and tells one output of scores.
 * @param file its name for messages
 * @throws ModelError for one that asks for something else
 */
export function readSignature(
  session: InferenceSession,
  file: string,
  config: PreprocessorConfig,
): GraphSignature {
  const { name: input, type, shape } = onlyInput(session, file);
  const layout = readLayout(shape, file);
  const dataType = DATA_TYPES.find((known) => known === type);
  if (!dataType) {
    throw new ModelError(
      `${file}: input ${input}: expected the type ${DATA_TYPES.join(', ')}, found ${type}`,
    );
  }
  const preprocessing = { ...config, layout, dataType };
  checkInputShape(shape, preprocessing, `${file}: input ${input}`);
  checkUint8(preprocessing, `${file}: input ${input}`);
  return { input, output: onlyOutput(session, file), preprocessing };
}

interface TensorMetadata {
  name: string;
  type: string;
  shape: Shape;
}

function onlyInput(session: InferenceSession, file: string): TensorMetadata {
  const [input, ...others] = session.inputMetadata;
  if (!input || others.length > 0) {
    throw new ModelError(
      `${file}: expected one input, found ${session.inputNames.length}: ${session.inputNames.join(', ')}`,
    );
  }
  if (!input.isTensor)
    throw new ModelError(`${file}: input ${input.name}: expected a tensor, found another kind`);
  return input;
}

/** The only output, or the one that is called logits. */
function onlyOutput(session: InferenceSession, file: string): string {
  const [first, ...others] = session.outputNames;
  if (first !== undefined && others.length === 0) return first;
  if (session.outputNames.includes('logits')) return 'logits';
  throw new ModelError(
    `${file}: expected one output, or one called logits, found ${session.outputNames.join(', ') || 'none'}`,
  );
}

/** By the place of the three channels; exporters often leave all axes open, and theirs is NCHW then. */
function readLayout(shape: Shape, file: string): Layout {
  if (shape.length !== 4) {
    throw new ModelError(`${file}: input: expected the rank 4 (NCHW or NHWC), found ${show(shape)}`);
  }
  if (shape[1] === 3) return 'NCHW';
  if (shape[3] === 3) return 'NHWC';
  if (isOpen(shape[1])) return 'NCHW';
  throw new ModelError(`${file}: input: expected 3 channels (R, G, B), found the shape ${show(shape)}`);
}

function checkInputShape(shape: Shape, spec: PreprocessingSpec, place: string): void {
  const [batch] = shape;
  if (!isOpen(batch) && batch !== 1) {
    throw new ModelError(`${place}: expected a batch axis that is open or 1, found ${show(shape)}`);
  }
  const size = outputSize(spec)!;
  const [height, width] = spec.layout === 'NCHW' ? shape.slice(2) : shape.slice(1, 3);
  if (!fits(height, width, size)) {
    throw new ModelError(
      `${place}: expected the ${size.width}x${size.height} pixels that preprocessor_config.json gives, found ${show(shape)}`,
    );
  }
}

function fits(height: number | string | undefined, width: number | string | undefined, size: Size): boolean {
  return (isOpen(height) || height === size.height) && (isOpen(width) || width === size.width);
}

/** Whole samples are all that a uint8 tensor can hold. */
function checkUint8(spec: PreprocessingSpec, place: string): void {
  if (spec.dataType === 'uint8' && !hasPlainSamples(spec)) {
    throw new ModelError(
      `${place}: expected do_rescale and do_normalize to be false in preprocessor_config.json for uint8, found one that is on`,
    );
  }
}

function isOpen(axis: number | string | undefined): boolean {
  return typeof axis !== 'number' || axis < 1;
}

function show(shape: Shape): string {
  return `[${shape.join(', ')}]`;
}
