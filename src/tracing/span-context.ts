import {
  createTraceState,
  ROOT_CONTEXT,
  trace as traceApi,
  type Context,
  type SpanContext,
} from '@opentelemetry/api';
import type { TraceContext } from '../pipeline/trace-context.js';

/** @param isRemote whether the span is another process's */
export function contextOf(trace: TraceContext, { isRemote }: { isRemote: boolean }): Context {
  return traceApi.setSpanContext(ROOT_CONTEXT, { ...spanContextOf(trace), isRemote });
}

/** The span that `traceparent` names. */
export function spanContextOf({ traceparent, tracestate }: TraceContext): SpanContext {
  const [, traceId = '', spanId = '', flags = ''] = traceparent.split('-');
  const traceFlags = Number.parseInt(flags, 16) & 1;
  if (tracestate === undefined) return { traceId, spanId, traceFlags };
  return { traceId, spanId, traceFlags, traceState: createTraceState(tracestate) };
}

/** What is told of a span of this server. */
export function traceContextOf({ traceId, spanId, traceFlags, traceState }: SpanContext): TraceContext {
  const traceparent = `00-${traceId}-${spanId}-${traceFlags.toString(16).padStart(2, '0')}`;
  const tracestate = traceState?.serialize();
  return { traceId, spanId, traceparent, tracestate: tracestate === '' ? undefined : tracestate };
}
