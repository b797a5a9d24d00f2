import { SpanKind, SpanStatusCode, type Tracer } from '@opentelemetry/api';
import type { TraceContext } from '../pipeline/trace-context.js';
import { CallTracing, headersOf, type CallFacts, type TracedCall } from '../remote/call-tracing.js';
import { contextOf, spanContextOf, traceContextOf } from './span-context.js';
import type { WallClock } from './wall-clock.js';

/** What calls go to. */
export interface CallTarget {
  readonly origin: string;
  readonly modelPath: string;
}

const NO_SPAN: TracedCall = { headers: {}, ended: () => undefined };

/**
 * Makes a span of each call to the upstream, which is told of that span. Where a call is for several requests, it is part of
 * the trace of the first one that is sampled, and links to the others.
 */
export class CallSpans extends CallTracing {
  private readonly url: URL;

  constructor(
    private readonly tracer: Tracer,
    private readonly clock: WallClock,
    { origin, modelPath }: CallTarget,
  ) {
    super();
    this.url = new URL(`${modelPath}/infer`, origin);
  }

  override begin({ traces, resends }: CallFacts): TracedCall {
    const requests = [
      ...new Map(traces.filter(isPartOfOne).map((trace) => [trace.traceparent, trace])).values(),
    ];
    const parent = requests.find(isSampled) ?? requests[0];
    if (!parent) return NO_SPAN;
    const links = requests.filter((one) => one !== parent).map((one) => ({ context: spanContextOf(one) }));
    const { hostname, port, protocol, href } = this.url;
    const span = this.tracer.startSpan(
      'POST',
      {
        kind: SpanKind.CLIENT,
        links,
        startTime: this.clock.now(),
        attributes: {
          'http.request.method': 'POST',
          'server.address': hostname,
          'server.port': Number(port || (protocol === 'https:' ? 443 : 80)),
          'url.full': href,
          'tetrapod.pictures': traces.length,
          ...(resends > 0 ? { 'http.request.resend_count': resends } : {}),
        },
      },
      contextOf(parent, { isRemote: false }),
    );
    return {
      headers: headersOf(traceContextOf(span.spanContext())),
      ended: ({ status, error }) => {
        if (status !== undefined) span.setAttribute('http.response.status_code', status);
        if (error !== undefined) {
          span.setAttribute('error.type', status === undefined || status < 300 ? error : String(status));
          span.setStatus({ code: SpanStatusCode.ERROR });
        }
        span.end(this.clock.now());
      },
    };
  }
}

function isPartOfOne(trace: TraceContext | undefined): trace is TraceContext {
  return trace !== undefined;
}

function isSampled(trace: TraceContext): boolean {
  return (spanContextOf(trace).traceFlags & 1) === 1;
}
