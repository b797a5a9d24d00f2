import type { Door } from '../http/request.js';
import type { Knee } from './knee.js';
import type { Row } from './row.js';
import type { Suggestion } from './suggestion.js';

export interface Report {
  url: string;
  model: { name: string; version: string; kind: string };
  door: Door;
  pictures: { count: number; bytes: number };
  latencyTarget: number;
  rows: Row[];
  knee: Knee | undefined;
  suggestion: Suggestion | undefined;
  /** Ended before all levels were measured. */
  isPartial: boolean;
}

/** The object of --format json; what could not be measured is null. */
export function jsonReport({
  url,
  model,
  door,
  pictures,
  latencyTarget,
  rows,
  knee,
  suggestion,
  isPartial,
}: Report) {
  return {
    url,
    model,
    door,
    pictures,
    steps: rows.map(jsonStep),
    knee: knee
      ? {
          connections: knee.row.connections,
          reached: knee.isReached,
          best_requests_per_second: knee.best.perSecond,
          parallelism: orNull(knee.parallelism),
        }
      : null,
    suggestion: suggestion
      ? {
          latency_target_ms: latencyTarget,
          WORKERS: suggestion.workers ?? null,
          WORKERS_because: suggestion.workersBecause,
          QUEUE_MAX: suggestion.queueMax,
          QUEUE_MAX_because: suggestion.queueBecause,
        }
      : null,
    partial: isPartial,
  };
}

function jsonStep(row: Row) {
  return {
    connections: row.connections,
    answers: row.answers,
    seconds: row.seconds,
    requests_per_second: row.perSecond,
    latency_ms: {
      mean: orNull(row.mean),
      p50: orNull(row.p50),
      p99: orNull(row.p99),
      max: orNull(row.max),
    },
    cpu_ms_per_request: orNull(row.cpuMs),
    client_cpu_ms_per_request: orNull(row.clientCpuMs),
    client_load: row.clientLoad,
    peak_rss_bytes: orNull(row.peakRssBytes),
    probe_ms: { p50: orNull(row.probe.p50), p99: orNull(row.probe.p99), max: orNull(row.probe.max) },
    probes: row.probe.count,
    probes_failed: row.probe.failed,
    wrong: row.wrong,
    errors: row.errors,
  };
}

export type JsonReport = ReturnType<typeof jsonReport>;
export type JsonStep = JsonReport['steps'][number];

const orNull = (value: number) => (Number.isNaN(value) ? null : value);
