import type { InferenceSession, Tensor as OnnxTensor } from 'onnxruntime-node';
import {
  outputSize,
  type DataType,
  type Layout,
  type PreprocessingSpec,
  type Size,
} from '../../preprocessing/preprocessing-spec.js';
import type { Tensor } from '../../preprocessing/tensor.js';
import { ModelError, UnsoundScores } from '../model-error.js';
import { fromFloat16Bits } from './float16.js';
import type { PreprocessorConfig } from './preprocessor-config.js';

/** Where a graph lies, its name for messages, and what the pictures for it look like. */
interface GraphFile {
  onnxPath: string;
  onnxFile: string;
  preprocessing: PreprocessorConfig;
}

type Shape = readonly (number | string)[];

const DATA_TYPES: readonly string[] = ['float32', 'float16', 'uint8'] satisfies DataType[];

/** One graph in onnxruntime, with what its input and output ask for. */
export class OnnxSession {
  private constructor(
    private readonly session: InferenceSession,
    private readonly createTensor: (tensor: Tensor) => OnnxTensor,
    /** Names of the graph's own. */
    readonly input: string,
    readonly output: string,
    /** The graph's name for messages. */
    private readonly file: string,
    /** The preprocessing with the layout and type that the graph takes. */
    readonly preprocessing: PreprocessingSpec,
  ) {}

  /**
   * Loads a folder's graph and checks that it takes one picture and gives one row of scores.
   * @throws ModelError for a graph that does not load, or asks for something else
   */
  static async load({
    onnxPath: path,
    onnxFile: file,
    preprocessing: config,
  }: GraphFile): Promise<OnnxSession> {
    const { InferenceSession, Tensor: RuntimeTensor } = await loadRuntime();
    const session = await InferenceSession.create(path, {
      // Requests run side by side; threads within one inference would only wait for one another.
      intraOpNumThreads: 1,
      interOpNumThreads: 1,
      executionMode: 'sequential',
      // It throws what it cannot do; its own lines on standard error would only repeat that.
      logSeverityLevel: 4,
    }).catch((cause: unknown) => {
      throw new ModelError(
        `${file}: expected a model that onnxruntime loads, found one that it refuses: ${firstLine(cause)}`,
        {
          cause,
        },
      );
    });
    const { name: input, type, shape } = onlyInput(session, file);
    const layout = readLayout(shape, file);
    if (!DATA_TYPES.includes(type)) {
      throw new ModelError(
        `${file}: input ${input}: expected the type ${DATA_TYPES.join(', ')}, found ${type}`,
      );
    }
    const preprocessing = { ...config, layout, dataType: type as DataType };
    checkInputShape(shape, preprocessing, `${file}: input ${input}`);
    checkUint8(preprocessing, `${file}: input ${input}`);
    return new OnnxSession(
      session,
      ({ data, dataType, shape: dims }) => {
        const created = new RuntimeTensor(dataType as 'float32', data as Float32Array, [...dims]);
        // Where Node has a Float16Array (24), the package makes one of the bits, and its native side cannot read it.
        return dataType === 'float16' ? Object.assign(created, { cpuData: data }) : created;
      },
      input,
      onlyOutput(session, file),
      file,
      preprocessing,
    );
  }

  /**
   * Runs the graph on one picture. Blocks the thread while it runs.
   * @returns the scores of the one row
   * @throws ModelError for an output that is no row of numbers, UnsoundScores for one of infinite numbers or NaN
   */
  async run(tensor: Tensor): Promise<Float64Array> {
    const outputs = await this.session.run({ [this.input]: this.createTensor(tensor) }, [this.output]);
    const { data, dims, type } = outputs[this.output]!;
    if (dims.length !== 2 || dims[0] !== 1) {
      throw new ModelError(
        `${this.file}: output ${this.output}: expected the shape [1, classes], found [${dims.join(', ')}]`,
      );
    }
    // Half precision comes as bits, or as numbers where Node has an array type for it.
    const isBits = type === 'float16' && data instanceof Uint16Array;
    const scores = isBits
      ? Float64Array.from(data, fromFloat16Bits)
      : Float64Array.from(data as Float32Array);
    const bad = scores.findIndex((score) => !Number.isFinite(score));
    if (bad === -1) return scores;
    throw new UnsoundScores(
      `${this.file}: output ${this.output}: expected finite numbers, found ${scores[bad]!} at index ${bad}`,
    );
  }
}

/**
 * The runtime reports its use to its makers, with an identifier that it keeps in the home folder, unless it is told not to
 * before it is loaded. Whatever the environment says: nothing is sent anywhere that nobody asked for.
 */
function loadRuntime() {
  process.env.ORT_DISABLE_TELEMETRY = '1';
  return import('onnxruntime-node');
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
  const isPlain =
    spec.rescaleFactor === 1 && spec.mean.every((x) => x === 0) && spec.std.every((x) => x === 1);
  if (spec.dataType === 'uint8' && !isPlain) {
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

/** The first line of what onnxruntime says, without its own file names and C++ signatures. */
function firstLine(error: unknown): string {
  const [line = ''] = (error instanceof Error ? error.message : String(error)).split('\n');
  return line.replace(/^Error: /, '').replace(/\S*\/onnxruntime_src\/.*\) (?=\S)/, '');
}
