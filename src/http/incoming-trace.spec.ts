import { describe, expect, it } from '@jest/globals';
import { incomingTrace } from './incoming-trace.js';

const TRACE = '0af7651916cd43dd8448eb211c80319c';
const PARENT = 'b7ad6b7169203331';
const WHOLE = `00-${TRACE}-${PARENT}-01`;

describe('the trace that a request says it is part of', () => {
  it('is read from traceparent, and goes on as it came', () => {
    const trace = incomingTrace({ traceparent: WHOLE, tracestate: 'a=1,b=2' });
    expect(trace).toEqual({ traceId: TRACE, spanId: undefined, traceparent: WHOLE, tracestate: 'a=1,b=2' });
  });

  it.each([
    ['flags that nobody knows', `00-${TRACE}-${PARENT}-fe`],
    ['a later version', `01-${TRACE}-${PARENT}-01`],
    ['a later version that says more', `cc-${TRACE}-${PARENT}-01-what-the-future-will-be-like`],
  ])('may have %s', (_what, traceparent) => {
    expect(incomingTrace({ traceparent })).toMatchObject({ traceId: TRACE, traceparent });
  });

  it.each([
    ['nothing', ''],
    ['capitals', WHOLE.toUpperCase()],
    ['the version that is none', `ff-${TRACE}-${PARENT}-01`],
    ['no trace', `00-${'0'.repeat(32)}-${PARENT}-01`],
    ['no parent', `00-${TRACE}-${'0'.repeat(16)}-01`],
    ['a short trace', `00-${TRACE.slice(1)}-${PARENT}-01`],
    ['a long parent', `00-${TRACE}-${PARENT}0-01`],
    ['no flags', `00-${TRACE}-${PARENT}`],
    ['flags of one digit', `00-${TRACE}-${PARENT}-1`],
    ['more than this version has', `${WHOLE}-more`],
    ['more without a hyphen, in a later version', `01-${TRACE}-${PARENT}-01.more`],
    ['what is no hexadecimal digit', `00-${TRACE.replace('a', 'g')}-${PARENT}-01`],
    ['two of them', `${WHOLE}, ${WHOLE}`],
    ['a later version without an end', `01-${TRACE}-${PARENT}-01-${'x'.repeat(500)}`],
  ])('is none where the header holds %s', (_what, traceparent) => {
    expect(incomingTrace({ traceparent, tracestate: 'a=1' })).toBeUndefined();
  });

  it('is none without the header', () => {
    expect(incomingTrace({ tracestate: 'a=1' })).toBeUndefined();
  });

  it.each([
    ['is too long', `a=${'x'.repeat(511)}`],
    ['is in no ASCII', 'a=\u00e9'],
    ['has a tab', 'a=\t1'],
    ['is empty', ''],
  ])('goes without its tracestate where that %s', (_what, tracestate) => {
    expect(incomingTrace({ traceparent: WHOLE, tracestate })).toMatchObject({ tracestate: undefined });
  });
});
