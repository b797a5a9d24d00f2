import { ExportResultCode, type ExportResult } from '@opentelemetry/core';
import type { ReadableSpan, SpanExporter } from '@opentelemetry/sdk-trace-base';
import type { LossLog } from './loss-log.js';

/** Tells of spans that an exporter could not deliver. */
export class ReportingExporter implements SpanExporter {
  constructor(
    private readonly exporter: SpanExporter,
    private readonly losses: LossLog,
  ) {}

  export(spans: ReadableSpan[], done: (result: ExportResult) => void): void {
    this.exporter.export(spans, (result) => {
      if (result.code !== ExportResultCode.SUCCESS) this.losses.lost(spans.length, causeOf(result.error));
      done(result);
    });
  }

  shutdown(): Promise<void> {
    return this.exporter.shutdown();
  }
}

/** Nothing that the collector wrote: there may be a header in it that was sent to it. */
function causeOf(error: Error | undefined): string {
  const { code } = (error ?? {}) as { code?: unknown };
  if (typeof code === 'number') return `the collector answered ${code}`;
  if (typeof code === 'string') return `no answer from the collector: ${code.slice(0, 40)}`;
  return 'the collector did not take them in time';
}
