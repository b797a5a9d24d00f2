import type { StageTimings } from '../pipeline/stage-timings.js';

/** The stages that run in a worker, in the order of their numbers in the frame; NaN stands for one that did not run. */
const STAGES = ['base64', 'decode', 'preprocess', 'inference'] as const;

/** @returns the timings of the stages and then the confidences, as 64-bit floats */
export function encodeScores(timings: StageTimings, confidences: readonly number[]): Buffer {
  const values = new Float64Array(STAGES.length + confidences.length);
  STAGES.forEach((stage, i) => (values[i] = timings[stage] ?? NaN));
  values.set(confidences, STAGES.length);
  return Buffer.from(values.buffer);
}

export function decodeScores(payload: Buffer): { timings: StageTimings; confidences: Float64Array } {
  // A copy, because a frame begins anywhere and 64-bit floats only at multiples of 8.
  const values = new Float64Array(new Uint8Array(payload).buffer);
  const timings: StageTimings = {};
  STAGES.forEach((stage, i) => {
    if (!Number.isNaN(values[i])) timings[stage] = values[i]!;
  });
  return { timings, confidences: values.subarray(STAGES.length) };
}
