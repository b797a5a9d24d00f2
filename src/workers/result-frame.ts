import { IMAGE_FORMATS } from '../decoding/formats.js';
import type { PictureFacts } from '../pipeline/classifier.js';
import type { StageTimings } from '../pipeline/stage-timings.js';

/** What a worker makes of a task: scores, or the bytes of a tensor; what does not apply is empty. */
export interface WorkerResult {
  readonly timings: StageTimings;
  /** When the worker began with it (machineNow()); NaN where it did not say. */
  readonly startedAt: number;
  /** Absent where it was no picture. */
  readonly facts: PictureFacts | undefined;
  /** One for each label. */
  readonly confidences: Float64Array;
  /** The graph's own row of scores. */
  readonly output: Float64Array;
  /** Elements in little-endian bytes. */
  readonly tensor: Uint8Array;
  /** Of numbers that were parsed: how long their arrays were, from the outermost on. */
  readonly axes: readonly number[];
}

/** The stages that run in a worker, in the order of their numbers in the frame; NaN stands for one that did not run. */
const STAGES = ['base64', 'decode', 'preprocess', 'inference'] as const;
const NOTHING = {
  timings: {},
  startedAt: NaN,
  facts: undefined,
  confidences: [],
  output: [],
  tensor: new Uint8Array(),
  axes: [],
};
const FLOAT_BYTES = Float64Array.BYTES_PER_ELEMENT;
/** How many numbers say how many follow; behind them those of the stages, the moment and the picture, and the rest. */
const COUNTS = 3;
const STARTED_AT = COUNTS + STAGES.length;
const PICTURE = STARTED_AT + 1;
const FIRST = PICTURE + 3;

interface Contents {
  timings?: StageTimings;
  startedAt?: number;
  facts?: PictureFacts | undefined;
  confidences?: ArrayLike<number>;
  output?: ArrayLike<number>;
  tensor?: Uint8Array;
  axes?: readonly number[];
}

/**
 * @returns 64-bit floats: how many confidences, scores of the output and axes there are, the timings of the stages, when
 * the worker began, the number of the picture's format (-1 for none), its width and height, the confidences, the output and
 * the axes; and then the bytes of the tensor
 */
export function encodeResult(contents: Contents): Buffer {
  const { timings, startedAt, facts, confidences, output, tensor, axes } = { ...NOTHING, ...contents };
  const stages = STAGES.map((stage) => (timings as StageTimings)[stage] ?? NaN);
  const counts = [confidences.length, output.length, axes.length];
  const values = new Float64Array(FIRST + confidences.length + output.length + axes.length);
  const picture = facts ? [IMAGE_FORMATS.indexOf(facts.format), facts.width, facts.height] : [-1, 0, 0];
  values.set([...counts, ...stages, startedAt, ...picture]);
  values.set(confidences, FIRST);
  values.set(output, FIRST + confidences.length);
  values.set(axes, FIRST + confidences.length + output.length);
  const floats = Buffer.from(values.buffer);
  return tensor.length === 0 ? floats : Buffer.concat([floats, tensor]);
}

export function decodeResult(payload: Buffer): WorkerResult {
  const countAt = (place: number) => payload.readDoubleLE(place * FLOAT_BYTES);
  const outputAt = FIRST + countAt(0);
  const axesAt = outputAt + countAt(1);
  const floatsEnd = (axesAt + countAt(2)) * FLOAT_BYTES;
  // A copy, because a frame begins anywhere and 64-bit floats only at multiples of 8.
  const values = new Float64Array(new Uint8Array(payload.subarray(0, floatsEnd)).buffer);
  const timings: StageTimings = {};
  STAGES.forEach((stage, i) => {
    if (!Number.isNaN(values[COUNTS + i])) timings[stage] = values[COUNTS + i]!;
  });
  const [format, width, height] = values.subarray(PICTURE, FIRST) as unknown as [number, number, number];
  return {
    timings,
    startedAt: values[STARTED_AT]!,
    facts: format < 0 ? undefined : { format: IMAGE_FORMATS[format]!, width, height },
    confidences: values.subarray(FIRST, outputAt),
    output: values.subarray(outputAt, axesAt),
    axes: [...values.subarray(axesAt)],
    tensor: payload.subarray(floatsEnd),
  };
}
