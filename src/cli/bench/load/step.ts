import type { Target } from '../http/target.js';
import type { Prediction } from './answer.js';

/** What the load needs to know once. */
export interface Load {
  target: Target;
  /** One for each picture. */
  requests: Uint8Array[];
  /** The first answers, in the same order. */
  expected: Prediction[][];
  labels: string[];
}

/** One level of load. */
export interface Step {
  connections: number;
  warmUpMs: number;
  durationMs: number;
  /** Not to be exceeded, warm-up included. */
  maxRequests: number;
}

/** What was measured, the warm-up left out. */
export interface StepResult {
  /** Right answers. */
  answers: number;
  /** From the first request to the last right answer. */
  seconds: number;
  /** Of the right answers, in milliseconds; NaN where there are none. */
  latency: { mean: number; p50: number; p99: number; max: number };
  /** Answers with status 200 that were wrong, and the first thing that was. */
  wrong: number;
  firstWrong?: string;
  /** How often each status or code of an error came. */
  errors: Record<string, number>;
  /** Of the process that makes the load. */
  clientCpuMs: number;
  /** Requests that were sent, warm-up included. */
  sent: number;
}
