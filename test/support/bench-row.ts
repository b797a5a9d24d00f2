import type { Row } from '../../src/cli/bench/report/row.js';

/** A row as a closed loop gives it: latency is connections by throughput. */
export function benchRow(connections: number, perSecond: number, more: Partial<Row> = {}): Row {
  const mean = perSecond > 0 ? (connections / perSecond) * 1000 : NaN;
  return {
    connections,
    perSecond,
    answers: perSecond * 5,
    seconds: 5,
    mean,
    p50: mean,
    p99: mean * 2,
    max: mean * 3,
    cpuMs: NaN,
    clientCpuMs: 0.2,
    clientLoad: 0.05,
    peakRssBytes: NaN,
    probe: { count: 100, p50: 1, p99: 2, max: 3, failed: 0 },
    wrong: 0,
    errors: {},
    ...more,
  };
}
