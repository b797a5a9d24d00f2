import { indexOfLargest, type Classification } from './classifier.js';

/** One picture, by the server with one engine against the Python pipeline. */
export interface Comparison {
  readonly path: string;
  readonly engine: string;
  /** The format, and of JPEG the sampling. */
  readonly kind: string;
  /** 2 where the picture was decoded at half of its width and height, 1 where at its full size. */
  readonly reduction: number;
  /** Of the 224 x 224 x 3 samples, from 0 to 255. */
  readonly identicalSamples: number;
  readonly meanDifference: number;
  readonly largestDifference: number;
  readonly sameBestLabel: boolean;
  readonly sameBestClass: boolean;
  /** Of the Python pipeline. */
  readonly bestConfidence: number;
  /** The largest difference of a label's probability. */
  readonly probabilityDifference: number;
}

export function compare(
  about: Pick<Comparison, 'path' | 'engine' | 'kind' | 'reduction'>,
  bytes: { ours: Uint8Array; reference: Uint8Array },
  answers: { ours: Classification; reference: Classification },
): Comparison {
  let identical = 0;
  let sum = 0;
  let largest = 0;
  for (let i = 0; i < bytes.reference.length; i++) {
    const difference = Math.abs(bytes.ours[i]! - bytes.reference[i]!);
    if (difference === 0) identical++;
    sum += difference;
    largest = Math.max(largest, difference);
  }
  const { ours, reference } = answers;
  const best = indexOfLargest(reference.confidences);
  return {
    ...about,
    identicalSamples: identical / bytes.reference.length,
    meanDifference: sum / bytes.reference.length,
    largestDifference: largest,
    sameBestLabel: indexOfLargest(ours.confidences) === best,
    sameBestClass: ours.bestClass === reference.bestClass,
    bestConfidence: reference.confidences[best]!,
    probabilityDifference: Math.max(
      ...ours.confidences.map((confidence, i) => Math.abs(confidence - reference.confidences[i]!)),
    ),
  };
}

/** The smallest value that at least this share of all values does not exceed. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)]!;
}
