import type { InferenceSession, Tensor as OnnxTensor } from 'onnxruntime-node';
import type { PreprocessingSpec } from '../../preprocessing/preprocessing-spec.js';
import type { Tensor } from '../../preprocessing/tensor.js';
import { ModelError, UnsoundScores } from '../model-error.js';
import { fromFloat16Bits } from './float16.js';
import { readSignature } from './graph-signature.js';
import type { PreprocessorConfig } from './preprocessor-config.js';

/** Where a graph lies, its name for messages, and what the pictures for it look like. */
interface GraphFile {
  onnxPath: string;
  onnxFile: string;
  preprocessing: PreprocessorConfig;
}

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
    const { input, output, preprocessing } = readSignature(session, file, config);
    return new OnnxSession(
      session,
      ({ data, dataType, shape: dims }) => {
        const created = new RuntimeTensor(dataType as 'float32', data as Float32Array, [...dims]);
        // Where Node has a Float16Array (24), the package makes one of the bits, and its native side cannot read it.
        return dataType === 'float16' ? Object.assign(created, { cpuData: data }) : created;
      },
      input,
      output,
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

/** The first line of what onnxruntime says, without its own file names and C++ signatures. */
function firstLine(error: unknown): string {
  const [line = ''] = (error instanceof Error ? error.message : String(error)).split('\n');
  return line.replace(/^Error: /, '').replace(/\S*\/onnxruntime_src\/.*\) (?=\S)/, '');
}
