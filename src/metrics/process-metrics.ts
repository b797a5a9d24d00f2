import { constants, PerformanceObserver, type PerformanceEntry } from 'node:perf_hooks';
import { collectDefaultMetrics, Histogram, Registry } from 'prom-client';
import { GC_BUCKETS } from './buckets.js';

/**
 * Of prom-client's own metrics those that are not exposed. The gauges that end in _total are against the conventions
 * (`promtool check metrics`), and counting handles one by one takes longer the more connections there are, which
 * tetrapod_connections tells at once. The collector's pauses are measured below: of several in one turn of the event loop
 * prom-client counts the first.
 */
const LEFT_OUT = [
  ...['nodejs_active_handles', 'nodejs_active_handles_total'],
  ...['nodejs_active_requests', 'nodejs_active_requests_total'],
  ...['nodejs_active_resources', 'nodejs_active_resources_total'],
  'nodejs_gc_duration_seconds',
];

const GC_KINDS: Record<number, string> = {
  [constants.NODE_PERFORMANCE_GC_MAJOR]: 'major',
  [constants.NODE_PERFORMANCE_GC_MINOR]: 'minor',
  [constants.NODE_PERFORMANCE_GC_INCREMENTAL]: 'incremental',
  [constants.NODE_PERFORMANCE_GC_WEAKCB]: 'weakcb',
};

let registry: Registry | undefined;

/** What is true of the process, however many applications it holds: its observers are started once and never end. */
export function processMetrics(): Registry {
  registry ??= startProcessMetrics();
  return registry;
}

function startProcessMetrics(): Registry {
  const register = new Registry();
  collectDefaultMetrics({ register });
  for (const name of LEFT_OUT) register.removeSingleMetric(name);
  const pauses = new Histogram({
    name: 'nodejs_gc_duration_seconds',
    help: 'How long the garbage collector ran, by kind',
    labelNames: ['kind'],
    buckets: GC_BUCKETS,
    registers: [register],
  });
  for (const kind of Object.values(GC_KINDS)) pauses.zero({ kind });
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) pauses.observe({ kind: kindOf(entry) }, entry.duration / 1000);
  }).observe({ entryTypes: ['gc'] });
  return register;
}

function kindOf({ detail }: PerformanceEntry & { detail?: unknown }): string {
  return GC_KINDS[(detail as { kind: number }).kind] ?? 'other';
}
