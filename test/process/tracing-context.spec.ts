import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { linesOf } from '../support/log-lines.js';
import { PICTURE, post, TracedServer } from '../support/traced-server.js';
import { until } from '../support/until.js';

const TRACE = '0af7651916cd43dd8448eb211c80319c';
const PARENT = 'b7ad6b7169203331';

describe('the trace that a client has begun', () => {
  let traces: TracedServer;
  beforeAll(async () => {
    traces = await TracedServer.start({ WORKERS: '1' });
  });
  afterAll(() => traces.close());

  it('goes on below the span of the client, with its tracestate', async () => {
    const { trace, id } = await traces.traced('/predict', PICTURE, {
      traceparent: `00-${TRACE}-${PARENT}-01`,
      tracestate: 'vendor=1',
    });
    expect(trace.request).toMatchObject({ traceId: TRACE, parentSpanId: PARENT, traceState: 'vendor=1' });
    expect(new Set(trace.spans.map(({ traceId }) => traceId))).toEqual(new Set([TRACE]));
    await until(() => linesOf(traces.server, id).length > 0);
    expect(linesOf(traces.server, id)[0]).toMatchObject({ trace_id: TRACE, span_id: trace.request.spanId });
  });

  it('is not sent where the client does not sample it, and its id is logged none the less', async () => {
    const unsampled = TRACE.replace('0af', '0bf');
    const { id } = await post(traces.server, '/predict', PICTURE, {
      traceparent: `00-${unsampled}-${PARENT}-00`,
    });
    // What comes later is sent later.
    await traces.traced('/predict', PICTURE);
    expect(traces.receiver.spans.filter(({ traceId }) => traceId === unsampled)).toEqual([]);
    await until(() => linesOf(traces.server, id).length > 0);
    expect(linesOf(traces.server, id)[0]).toMatchObject({ trace_id: unsampled });
  });

  it.each([`00-${'0'.repeat(32)}-${PARENT}-01`, `00-${TRACE}-${PARENT}-01-more`, 'nonsense'])(
    'begins anew where its header is none: %s',
    async (traceparent) => {
      const { trace } = await traces.traced('/predict', PICTURE, { traceparent, tracestate: 'vendor=1' });
      expect(trace.request).toMatchObject({ parentSpanId: '', traceState: '' });
      expect(trace.request.traceId).not.toBe(TRACE);
    },
  );
});
