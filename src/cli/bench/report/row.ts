import type { StepResult } from '../load/step.js';
import type { ProbeResult } from '../probe/run-probe.js';
import type { ServerUsage } from '../server/server-meter.js';

/** What one level of load has shown. Times in milliseconds; NaN where nothing was there to be measured. */
export interface Row {
  connections: number;
  answers: number;
  seconds: number;
  perSecond: number;
  mean: number;
  p50: number;
  p99: number;
  max: number;
  /** Of the server, for each right answer; NaN where it cannot be read. */
  cpuMs: number;
  /** Of the benchmark's own load, for each right answer. */
  clientCpuMs: number;
  /** Which part of one core the load has used: near 1, the client was what limited. */
  clientLoad: number;
  peakRssBytes: number;
  probe: ProbeResult;
  wrong: number;
  firstWrong?: string;
  errors: Record<string, number>;
}

export function rowOf(
  connections: number,
  result: StepResult,
  probe: ProbeResult,
  usage: ServerUsage | undefined,
): Row {
  const { answers, seconds, latency, clientCpuMs, wrong, firstWrong, errors } = result;
  return {
    connections,
    answers,
    seconds,
    perSecond: seconds > 0 ? answers / seconds : 0,
    ...latency,
    cpuMs: answers > 0 ? (usage?.cpuMs ?? NaN) / answers : NaN,
    clientCpuMs: answers > 0 ? clientCpuMs / answers : NaN,
    clientLoad: seconds > 0 ? clientCpuMs / (seconds * 1000) : 0,
    peakRssBytes: usage?.peakRssBytes ?? NaN,
    probe,
    wrong,
    ...(firstWrong === undefined ? {} : { firstWrong }),
    errors,
  };
}
