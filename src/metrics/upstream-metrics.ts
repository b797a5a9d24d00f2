import { Injectable, Optional } from '@nestjs/common';
import { Counter, Gauge, Histogram } from 'prom-client';
import { Upstream } from '../remote/upstream.js';
import { CALL_RESULTS } from '../remote/upstream-calls.js';
import { BATCH_BUCKETS, DURATION_BUCKETS } from './buckets.js';
import { MetricsRegistry } from './metrics-registry.js';

/** The calls of the inference server; nothing where there is none (INFERENCE_URL). */
@Injectable()
export class UpstreamMetrics {
  constructor({ own }: MetricsRegistry, @Optional() upstream?: Upstream) {
    if (!upstream) return;
    const calls = new Counter({
      name: 'tetrapod_upstream_calls_total',
      help: 'Calls of the inference server for scores, each attempt of those that were made again, by how they ended',
      labelNames: ['result'],
      registers: [own],
    });
    for (const result of CALL_RESULTS) calls.inc({ result }, 0);
    const durations = new Histogram({
      name: 'tetrapod_upstream_call_duration_seconds',
      help: 'How long these calls took',
      buckets: DURATION_BUCKETS,
      registers: [own],
    });
    const sizes = new Histogram({
      name: 'tetrapod_upstream_batch_size',
      help: 'How many pictures went in one call',
      buckets: BATCH_BUCKETS,
      registers: [own],
    });
    new Gauge({
      name: 'tetrapod_upstream_circuit_open',
      help: 'Whether the inference server is not asked, because its last calls failed',
      registers: [own],
      collect() {
        this.set(Number(upstream.isCircuitOpen));
      },
    });
    upstream.onCallEnd(({ pictures, milliseconds, result }) => {
      calls.inc({ result });
      durations.observe(milliseconds / 1000);
      sizes.observe(pictures);
    });
  }
}
