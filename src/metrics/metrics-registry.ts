import { Injectable } from '@nestjs/common';
import { Registry } from 'prom-client';
import { processMetrics } from './process-metrics.js';

/** All metrics of one application, and beside them those of its process. */
@Injectable()
export class MetricsRegistry {
  /** Where the metrics of the application are registered. */
  readonly own = new Registry();

  constructor() {
    processMetrics();
  }

  /** Of the text. */
  get contentType(): string {
    return this.own.contentType;
  }

  /** @returns every metric as it is now, in Prometheus's text format 0.0.4 */
  async render(): Promise<string> {
    const parts = await Promise.all([this.own.metrics(), processMetrics().metrics()]);
    return parts.join('\n');
  }
}
