import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import { performance } from 'node:perf_hooks';
import { Logger, type OnApplicationShutdown } from '@nestjs/common';
import { diag, DiagLogLevel } from '@opentelemetry/api';
import { getNumberFromEnv, setGlobalErrorHandler } from '@opentelemetry/core';
import {
  defaultResource,
  detectResources,
  envDetector,
  resourceFromAttributes,
} from '@opentelemetry/resources';
import { BasicTracerProvider, BatchSpanProcessor, type SpanExporter } from '@opentelemetry/sdk-trace-base';
import type { AppConfig } from '../config/app-config.js';
import { parseInferenceUrl, type InferenceTarget } from '../config/inference-url.js';
import { passOn, type CallTracing } from '../remote/call-tracing.js';
import { CallSpans } from './call-spans.js';
import { LossLog } from './loss-log.js';
import { ReportingExporter } from './reporting-exporter.js';
import { RequestSpans } from './request-spans.js';
import { Tracing } from './tracing.js';
import { WallClock } from './wall-clock.js';

/** Exports under way at a time. Each holds OTEL_BSP_MAX_EXPORT_BATCH_SIZE spans. */
const MOST_EXPORTS = 8;
const LAST_MS = 500;

/**
 * Spans to a collector over OTLP/HTTP. Of the standard variables the endpoint and the protocol are settings of this server;
 * the SDK reads the others itself, and takes its default for what it does not understand. It patches no module and
 * registers nothing globally but where its complaints go.
 */
export class OpenTelemetry extends Tracing implements OnApplicationShutdown {
  /** To be told of every request. */
  readonly requests: RequestSpans;
  readonly calls: CallTracing;
  private readonly logger = new Logger('Tracing');
  private readonly losses = new LossLog(this.logger, () => performance.now());
  private readonly provider: BasicTracerProvider;
  private ending: Promise<void> | undefined;

  /** @param url of the collector's /v1/traces */
  static async open(config: AppConfig, url: string): Promise<OpenTelemetry> {
    const target = parseInferenceUrl(config.INFERENCE_URL);
    const options = { url, concurrencyLimit: MOST_EXPORTS };
    if (config.OTEL_EXPORTER_OTLP_PROTOCOL === 'http/json') {
      const { OTLPTraceExporter } = await import('@opentelemetry/exporter-trace-otlp-http');
      return new OpenTelemetry(new OTLPTraceExporter(options), url, target);
    }
    const { OTLPTraceExporter } = await import('@opentelemetry/exporter-trace-otlp-proto');
    return new OpenTelemetry(new OTLPTraceExporter(options), url, target);
  }

  private constructor(exporter: SpanExporter, url: string, target: InferenceTarget | undefined) {
    super();
    this.listen();
    this.provider = new BasicTracerProvider({
      resource: resource(),
      spanProcessors: [new BatchSpanProcessor(new ReportingExporter(exporter, this.losses), batches())],
    });
    const tracer = this.provider.getTracer('tetrapod');
    const clock = new WallClock();
    this.requests = new RequestSpans(tracer, clock, target !== undefined);
    this.calls = target ? new CallSpans(tracer, clock, target) : passOn;
    this.logger.log(`Traces go to ${url}`);
  }

  override end(withinMs: number): Promise<void> {
    this.ending ??= this.flush(withinMs);
    return this.ending;
  }

  /** Where nobody has ended it before, as a server does that drains. */
  onApplicationShutdown(): Promise<void> {
    return this.end(LAST_MS);
  }

  private async flush(withinMs: number): Promise<void> {
    let timer: NodeJS.Timeout | undefined;
    const tooLate = new Promise<'late'>((resolve) => {
      timer = setTimeout(resolve, Math.max(0, withinMs), 'late');
    });
    // What fails has been told of by the exporter.
    const flushed = this.provider.shutdown().catch(() => undefined);
    const outcome = await Promise.race([flushed, tooLate]);
    clearTimeout(timer);
    this.losses.end();
    if (outcome === 'late') {
      this.logger.warn('The collector did not take the last traces in time; they are lost');
    }
  }

  /** Has the SDK complain here: of settings that it does not understand, and of spans for which there was no room. */
  private listen(): void {
    const tell = (message: string) => {
      const [, dropped] = /^Dropped (\d+) spans because maxQueueSize reached/.exec(message) ?? [];
      if (dropped === undefined) this.logger.warn(message);
      else this.losses.lost(Number(dropped), 'the queue was full, OTEL_BSP_MAX_QUEUE_SIZE');
    };
    const silent = () => undefined;
    // Further arguments may hold what a collector wrote.
    const logger = { error: tell, warn: tell, info: silent, debug: silent, verbose: silent };
    diag.setLogger(logger, { logLevel: DiagLogLevel.WARN, suppressOverrideMessage: true });
    // Exports that fail; the exporter has told of them.
    setGlobalErrorHandler(silent);
  }
}

/** What was set for the service wins over what is known of it here. */
function resource() {
  const known = resourceFromAttributes({
    'service.name': 'tetrapod',
    'service.instance.id': randomUUID(),
    'host.name': hostname(),
    'process.pid': process.pid,
  });
  return defaultResource()
    .merge(known)
    .merge(detectResources({ detectors: [envDetector] }));
}

/** The SDK would never come to an end of sending batches of none. */
function batches(): { maxExportBatchSize?: number; maxQueueSize?: number } {
  const atLeastOne = (name: string, fallback: number) => Math.max(1, getNumberFromEnv(name) ?? fallback);
  return {
    maxExportBatchSize: atLeastOne('OTEL_BSP_MAX_EXPORT_BATCH_SIZE', 512),
    maxQueueSize: atLeastOne('OTEL_BSP_MAX_QUEUE_SIZE', 2048),
  };
}
