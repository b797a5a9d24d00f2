import { describe, expect, it } from '@jest/globals';
import { createTraceState } from '@opentelemetry/api';
import { spanContextOf, traceContextOf } from './span-context.js';

const SPAN = { traceId: 'a'.repeat(32), spanId: 'b'.repeat(16), traceFlags: 1 };
const TRACEPARENT = `00-${SPAN.traceId}-${SPAN.spanId}-01`;

describe('the context of a span', () => {
  it('goes into headers and comes out of them', () => {
    const context = traceContextOf({ ...SPAN, traceState: createTraceState('a=1,b=2') });
    const ids = { traceId: SPAN.traceId, spanId: SPAN.spanId };
    expect(context).toEqual({ ...ids, traceparent: TRACEPARENT, tracestate: 'a=1,b=2' });
    const { traceState, ...span } = spanContextOf(context);
    expect(span).toEqual(SPAN);
    expect(traceState!.serialize()).toBe('a=1,b=2');
  });

  it('has no tracestate where there is none, or none that is right', () => {
    expect(traceContextOf(SPAN).tracestate).toBeUndefined();
    const wrong = spanContextOf({ ...traceContextOf(SPAN), tracestate: 'no pair' });
    expect(traceContextOf(wrong).tracestate).toBeUndefined();
  });

  it.each([
    ['00', 0],
    ['01', 1],
    ['ff', 1],
    ['fe', 0],
  ])('has the one flag that is known: %s', (flags, expected) => {
    const traceparent = TRACEPARENT.replace(/01$/, flags);
    expect(spanContextOf({ ...traceContextOf(SPAN), traceparent }).traceFlags).toBe(expected);
  });

  it('reads a later version as far as it is known', () => {
    expect(
      spanContextOf({ ...traceContextOf(SPAN), traceparent: `01-${TRACEPARENT.slice(3)}-more` }),
    ).toEqual(SPAN);
  });
});
