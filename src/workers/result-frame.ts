import type { StageTimings } from '../pipeline/stage-timings.js';

/** What a worker makes of a task: scores, or the bytes of a tensor; what does not apply is empty. */
export interface WorkerResult {
  readonly timings: StageTimings;
  /** One for each label. */
  readonly confidences: Float64Array;
  /** The graph's own row of scores. */
  readonly output: Float64Array;
  /** Elements in little-endian bytes. */
  readonly tensor: Uint8Array;
}

/** The stages that run in a worker, in the order of their numbers in the frame; NaN stands for one that did not run. */
const STAGES = ['base64', 'decode', 'preprocess', 'inference'] as const;
const NOTHING = { timings: {}, confidences: [], output: [], tensor: new Uint8Array() };
const FLOAT_BYTES = Float64Array.BYTES_PER_ELEMENT;

interface Contents {
  timings?: StageTimings;
  confidences?: ArrayLike<number>;
  output?: ArrayLike<number>;
  tensor?: Uint8Array;
}

/**
 * @returns 64-bit floats: how many confidences and how many scores of the output there are, the timings of the stages,
 * the confidences and the output; and then the bytes of the tensor
 */
export function encodeResult(contents: Contents): Buffer {
  const { timings, confidences, output, tensor } = { ...NOTHING, ...contents };
  const values = new Float64Array(2 + STAGES.length + confidences.length + output.length);
  values[0] = confidences.length;
  values[1] = output.length;
  STAGES.forEach((stage, i) => (values[2 + i] = (timings as StageTimings)[stage] ?? NaN));
  values.set(confidences, 2 + STAGES.length);
  values.set(output, 2 + STAGES.length + confidences.length);
  const floats = Buffer.from(values.buffer);
  return tensor.length === 0 ? floats : Buffer.concat([floats, tensor]);
}

export function decodeResult(payload: Buffer): WorkerResult {
  const confidenceCount = payload.readDoubleLE(0);
  const outputCount = payload.readDoubleLE(FLOAT_BYTES);
  const firstConfidence = 2 + STAGES.length;
  const firstOutput = firstConfidence + confidenceCount;
  const floatsEnd = (firstOutput + outputCount) * FLOAT_BYTES;
  // A copy, because a frame begins anywhere and 64-bit floats only at multiples of 8.
  const values = new Float64Array(new Uint8Array(payload.subarray(0, floatsEnd)).buffer);
  const timings: StageTimings = {};
  STAGES.forEach((stage, i) => {
    if (!Number.isNaN(values[2 + i])) timings[stage] = values[2 + i]!;
  });
  return {
    timings,
    confidences: values.subarray(firstConfidence, firstOutput),
    output: values.subarray(firstOutput),
    tensor: payload.subarray(floatsEnd),
  };
}
