import { percentile } from '../../src/cli/evaluate/percentile.js';
import type { ProbeResult } from '../../src/cli/bench/probe/run-probe.js';
import type { Outcome } from './load-generator.js';

/** What one level of load came to. */
export interface StepReport {
  /** Of the capacity. */
  multiple: number;
  /** Requests in a second that were sent. */
  offered: number;
  /** Answers with 200 in a second that came within the deadline. */
  goodput: number;
  acceptedP50Ms: number;
  acceptedP99Ms: number;
  refused: number;
  refusedP99Ms: number;
  /** By status or by the code of the failure, without 200 and 503. */
  others: Record<string, number>;
  probeP50Ms: number;
  probeP99Ms: number;
  probesFailed: number;
  /** Of the client, in cores. */
  clientCores: number;
  peakRssMb: number;
}

interface Measured {
  multiple: number;
  rate: number;
  seconds: number;
  deadlineMs: number;
  outcomes: readonly Outcome[];
  probe: ProbeResult;
  cpuMs: number;
  peakRssBytes: number;
}

export function stepReport(measured: Measured): StepReport {
  const { multiple, rate, seconds, deadlineMs, outcomes, probe, cpuMs, peakRssBytes } = measured;
  const latencies = (status: number) =>
    Float64Array.from(outcomes.filter((one) => one.status === status).map((one) => one.milliseconds)).sort();
  const accepted = latencies(200);
  const refused = latencies(503);
  const others: Record<string, number> = {};
  for (const { status } of outcomes) {
    if (status !== 200 && status !== 503) others[status] = (others[status] ?? 0) + 1;
  }
  // The queue is worked off after the load has ended; that belongs to no second of it.
  const inTime = outcomes.filter(
    ({ status, at, milliseconds }) => status === 200 && at <= seconds * 1000 && milliseconds <= deadlineMs,
  );
  return {
    multiple,
    offered: rate,
    goodput: inTime.length / seconds,
    acceptedP50Ms: percentile(accepted, 50),
    acceptedP99Ms: percentile(accepted, 99),
    refused: refused.length,
    refusedP99Ms: percentile(refused, 99),
    others,
    probeP50Ms: probe.p50,
    probeP99Ms: probe.p99,
    probesFailed: probe.failed,
    clientCores: cpuMs / seconds / 1000,
    peakRssMb: peakRssBytes / 1e6,
  };
}
