import { beforeEach, describe, expect, it } from '@jest/globals';
import { SpanStatusCode } from '@opentelemetry/api';
import {
  BasicTracerProvider,
  InMemorySpanExporter,
  SimpleSpanProcessor,
} from '@opentelemetry/sdk-trace-base';
import type { TraceContext } from '../pipeline/trace-context.js';
import { CallSpans } from './call-spans.js';
import { WallClock } from './wall-clock.js';

function requestOf(digit: string, flags = '01'): TraceContext {
  const [traceId, spanId] = [digit.repeat(32), digit.repeat(16)];
  return { traceId, spanId, traceparent: `00-${traceId}-${spanId}-${flags}`, tracestate: undefined };
}

describe('CallSpans', () => {
  let exporter: InMemorySpanExporter;
  let calls: CallSpans;
  beforeEach(() => {
    exporter = new InMemorySpanExporter();
    const provider = new BasicTracerProvider({ spanProcessors: [new SimpleSpanProcessor(exporter)] });
    const target = { origin: 'https://upstream.example.org', modelPath: '/v2/models/m' };
    calls = new CallSpans(provider.getTracer('test'), new WallClock(), target);
  });
  const make = (...traces: (TraceContext | undefined)[]) => {
    const call = calls.begin({ traces, resends: 0 });
    call.ended({ status: 200 });
    return { headers: call.headers, span: exporter.getFinishedSpans().at(-1) };
  };

  it('makes a call part of the trace of the first request that is sampled, with links to the others', () => {
    const { span, headers } = make(requestOf('a', '00'), undefined, requestOf('b'), requestOf('c'));
    expect(span!.parentSpanContext).toMatchObject({ traceId: 'b'.repeat(32), spanId: 'b'.repeat(16) });
    expect(span!.links.map(({ context }) => context.spanId)).toEqual(['a'.repeat(16), 'c'.repeat(16)]);
    expect(headers).toEqual({ traceparent: `00-${'b'.repeat(32)}-${span!.spanContext().spanId}-01` });
    expect(span!.attributes).toMatchObject({
      'server.address': 'upstream.example.org',
      'server.port': 443,
      'url.full': 'https://upstream.example.org/v2/models/m/infer',
      'tetrapod.pictures': 4,
    });
  });

  it('makes no link of several pictures of one request', () => {
    expect(make(requestOf('a'), requestOf('a')).span!.links).toEqual([]);
  });

  it('makes none where no request is part of a trace', () => {
    expect(make(undefined, undefined)).toEqual({ headers: {}, span: undefined });
  });

  it.each([
    [{ status: 200, error: 'wrong' }, 'wrong'],
    [{ status: 422, error: 'refused' }, '422'],
    [{ error: 'timeout' }, 'timeout'],
  ])('says how a call failed: %j', (end, type) => {
    calls.begin({ traces: [requestOf('a')], resends: 0 }).ended(end);
    const [span] = exporter.getFinishedSpans();
    expect(span!.status.code).toBe(SpanStatusCode.ERROR);
    expect(span!.attributes['error.type']).toBe(type);
  });
});
