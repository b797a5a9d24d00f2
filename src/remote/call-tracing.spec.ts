import { describe, expect, it } from '@jest/globals';
import type { TraceContext } from '../pipeline/trace-context.js';
import { passOn } from './call-tracing.js';

const trace = (digit: string, tracestate?: string): TraceContext => {
  const traceId = digit.repeat(32);
  return { traceId, spanId: undefined, traceparent: `00-${traceId}-${digit.repeat(16)}-01`, tracestate };
};
const headersFor = (...traces: (TraceContext | undefined)[]) => passOn.begin({ traces, resends: 0 }).headers;

describe('passing a trace on', () => {
  it('gives both headers as they came, or the one that did', () => {
    expect(headersFor(trace('a', 'v=1'))).toEqual({ traceparent: trace('a').traceparent, tracestate: 'v=1' });
    expect(headersFor(trace('a'))).toEqual({ traceparent: trace('a').traceparent });
  });

  it('does so for several pictures of one request', () => {
    expect(headersFor(trace('a'), trace('a'))).toEqual({ traceparent: trace('a').traceparent });
  });

  it('says nothing for several requests, or for one without a trace', () => {
    expect(headersFor(trace('a'), trace('b'))).toEqual({});
    expect(headersFor(trace('a'), undefined)).toEqual({});
    expect(headersFor(undefined, trace('a'))).toEqual({});
    expect(headersFor(undefined, undefined)).toEqual({});
    expect(headersFor()).toEqual({});
  });
});
