import type { StageTime } from './server-timing.js';

/** A part of the stacked bar. */
export interface Segment {
  readonly name: string;
  readonly ms: number;
  /** Of the whole round trip, 0 to 1. */
  readonly share: number;
  readonly explanation: string;
}

const EXPLANATIONS: Readonly<Record<string, string>> = {
  network: 'there and back',
  validate: 'checking the request',
  queue: 'waiting for a worker',
  base64: 'making bytes of text',
  decode: 'making pixels of the file',
  preprocess: 'resizing and normalising',
  inference: 'running the model',
  postprocess: 'sorting labels',
  other: 'between the stages',
};
const TOTAL = 'total';
/** A microsecond, which is what the server rounds to. */
const LEAST_MS = 0.001;

/**
 * Divides the round trip that the page measured among the stages that the server tells of. What is left of the server's total
 * is `other`, what is left of the round trip `network`.
 *
 * @param timings of Server-Timing; without a total their sum stands for it
 * @returns segments that fill the bar, `network` first, none shorter than a microsecond
 */
export function segmentsOf(timings: readonly StageTime[], roundTripMs: number): Segment[] {
  const stages = timings.filter(({ stage }) => stage !== TOTAL);
  const sum = stages.reduce((before, { ms }) => before + ms, 0);
  const total = timings.find(({ stage }) => stage === TOTAL)?.ms ?? sum;
  const whole = Math.max(roundTripMs, total, sum);
  const parts = [
    { stage: 'network', ms: whole - Math.max(total, sum) },
    ...stages,
    { stage: 'other', ms: total - sum },
  ];
  return parts
    .filter(({ ms }) => ms >= LEAST_MS)
    .map(({ stage, ms }) => ({
      name: stage,
      ms,
      share: ms / whole,
      explanation: EXPLANATIONS[stage] ?? 'a stage of the server',
    }));
}
