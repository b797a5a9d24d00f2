import { performance } from 'node:perf_hooks';
import type { LabelScore } from '../pipeline/classifier.js';
import { toMicrosecond } from '../predict/server-timing.js';
import type { Classifier } from './classifier.js';
import { problemOf, type Problem } from './problem.js';

export interface Answered {
  file: string;
  /** Every label of the model, in the model's order. */
  scores: LabelScore[];
  /** From the bytes to the scores; waiting for other pictures that are worked on is included, reading is not. */
  latencyMs: number;
}

export interface Refused {
  file: string;
  problem: Problem;
}

export type Outcome = Answered | Refused;

/** Never throws: whatever goes wrong with one file is told of that file. */
export async function classifyFile(
  classifier: Pick<Classifier, 'classify'>,
  file: string,
  read: () => Promise<Uint8Array>,
): Promise<Outcome> {
  try {
    const bytes = await read();
    const start = performance.now();
    const { scores } = await classifier.classify(bytes);
    return { file, scores, latencyMs: toMicrosecond(performance.now() - start) };
  } catch (error) {
    return { file, problem: problemOf(error) };
  }
}
