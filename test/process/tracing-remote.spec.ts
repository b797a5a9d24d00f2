import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { setTimeout as sleep } from 'node:timers/promises';
import { EXAMPLE_PICTURE } from '../../src/predict/example-picture.js';
import { FakeUpstream, json } from '../support/fake-upstream.js';
import { linesOf } from '../support/log-lines.js';
import { EAGER, OtlpReceiver } from '../support/otlp-receiver.js';
import { startServer, stop, type ServerProcess } from '../support/server-process.js';
import { until } from '../support/until.js';

const LONGEST_MS = 25_000;
const TRACES = ['0af7651916cd43dd8448eb211c80319c', '1af7651916cd43dd8448eb211c80319c'] as const;
const PARENT = 'b7ad6b7169203331';
const BODY = JSON.stringify({ image_base64: EXAMPLE_PICTURE });

async function untilReady({ url }: ServerProcess): Promise<void> {
  for (const end = Date.now() + LONGEST_MS; (await fetch(`${url}/health/ready`)).status !== 200;) {
    if (Date.now() > end) throw new Error(`expected ${url} to be ready`);
    await sleep(20);
  }
}

const traceparent = (trace: string, flags = '01') => ({ traceparent: `00-${trace}-${PARENT}-${flags}` });

async function predict({ url }: ServerProcess, headers: Record<string, string> = {}): Promise<string> {
  const response = await fetch(`${url}/predict`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: BODY,
  });
  await response.text();
  expect(response.status).toBe(200);
  return response.headers.get('x-request-id')!;
}

describe('the trace of a request that another server answers in part', () => {
  let receiver: OtlpReceiver;
  let started: ServerProcess[];
  beforeAll(async () => {
    receiver = await OtlpReceiver.start();
  });
  beforeEach(() => {
    started = [];
  });
  afterEach(() => {
    for (const server of started) stop(server);
  });
  afterAll(() => receiver.close());

  const start = async (env: Record<string, string>) => {
    const server = await startServer({ WORKERS: '1', ...EAGER, ...env });
    started.push(server);
    return server;
  };
  const collected = () => ({ OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url });

  it('goes over both servers', async () => {
    const upstream = await start({
      ...collected(),
      OTEL_SERVICE_NAME: 'upstream',
      MODEL: 'test/models/colour-linear',
    });
    const server = await start({
      ...collected(),
      MODEL: 'test/models/colour-linear',
      INFERENCE_URL: `${upstream.url}/v2/models/colour-linear`,
    });
    await untilReady(server);
    const id = await predict(server, { tracestate: 'vendor=1', ...traceparent(TRACES[0]) });
    const of = (service: string) => (span: { resource: object; traceId: string }) =>
      span.traceId === TRACES[0] && (span.resource as Record<string, unknown>)['service.name'] === service;
    const { request: first } = await receiver.traceOf(id);
    const { request: second } = await receiver.trace(of('upstream'));
    const trace = receiver.spans.filter(({ traceId }) => traceId === TRACES[0]);
    const [call, ...others] = trace.filter(({ kind }) => kind === 'client');
    expect(others).toEqual([]);
    expect(call!.parentSpanId).toBe(first.spanId);
    expect(call!.startedAt).toBeGreaterThanOrEqual(first.startedAt);
    expect(call!.endedAt).toBeLessThanOrEqual(first.endedAt);
    expect(call!.attributes).toMatchObject({
      'http.request.method': 'POST',
      'server.address': '127.0.0.1',
      'server.port': Number(new URL(upstream.url).port),
      'url.full': `${upstream.url}/v2/models/colour-linear/infer`,
      'http.response.status_code': 200,
      'tetrapod.pictures': 1,
    });
    expect(second).toMatchObject({
      name: 'POST /v2/models/:model/infer',
      parentSpanId: call!.spanId,
      traceState: 'vendor=1',
    });
    // The worker of the one prepares the picture, that of the other runs the graph.
    const pidsOf = (name: string, service: string) =>
      trace
        .filter((span) => span.name === name && of(service)(span))
        .map((span) => span.attributes['process.pid']);
    expect(pidsOf('preprocess', 'tetrapod')).toEqual([expect.any(Number)]);
    expect(pidsOf('inference', 'tetrapod')).toEqual([undefined]);
    expect(pidsOf('inference', 'upstream')).toEqual([expect.any(Number)]);
    await until(() => linesOf(upstream, String(second.attributes['tetrapod.request_id'])).length > 0);
    const [line] = linesOf(upstream, String(second.attributes['tetrapod.request_id']));
    expect(line).toMatchObject({ trace_id: TRACES[0], span_id: second.spanId });
  });

  describe('with an upstream that records what it is told', () => {
    let upstream: FakeUpstream;
    beforeEach(async () => {
      upstream = await FakeUpstream.start();
    });
    afterEach(() => upstream.close());

    const startAsking = async (env: Record<string, string>) => {
      const server = await start({ INFERENCE_URL: upstream.url, ...env });
      await untilReady(server);
      return server;
    };
    /** Two pictures go in one call. */
    const TOGETHER = { BATCH_MAX_SIZE: '2', BATCH_MAX_DELAY_MS: '1000' };

    it('has a call for several requests below the first of them, with a link to the other', async () => {
      const server = await startAsking({ ...collected(), ...TOGETHER });
      const ids = await Promise.all(TRACES.map((trace) => predict(server, traceparent(trace))));
      const requests = await Promise.all(ids.map(async (id) => (await receiver.traceOf(id)).request));
      expect(upstream.calls).toHaveLength(1);
      const [call] = receiver.spans.filter(
        ({ kind, attributes }) => kind === 'client' && attributes['tetrapod.pictures'] === 2,
      );
      const parent = requests.find(({ spanId }) => spanId === call!.parentSpanId)!;
      const [other] = requests.filter((request) => request !== parent);
      expect(call!.traceId).toBe(parent.traceId);
      expect(call!.links).toEqual([{ traceId: other!.traceId, spanId: other!.spanId }]);
      expect(upstream.calls[0]!.headers.traceparent).toBe(`00-${call!.traceId}-${call!.spanId}-01`);
    });

    it('has a span for each attempt, with what came of it', async () => {
      const server = await startAsking(collected());
      upstream.next.push((_call, response) => {
        json(response, 503, { error: 'later' });
      });
      const { request, spans } = await receiver.traceOf(await predict(server));
      const calls = spans.filter(({ kind }) => kind === 'client');
      expect(calls.map(({ isError }) => isError)).toEqual([true, false]);
      expect(calls[0]!.attributes).toMatchObject({ 'http.response.status_code': 503, 'error.type': '503' });
      expect(calls[1]!.attributes).toMatchObject({
        'http.response.status_code': 200,
        'http.request.resend_count': 1,
      });
      for (const call of calls) expect(call.parentSpanId).toBe(request.spanId);
    });

    it('tells the upstream of a trace that is not sampled, and that it is not', async () => {
      const server = await startAsking(collected());
      await predict(server, traceparent(TRACES[1], '00'));
      const [call] = upstream.calls;
      expect(call!.headers.traceparent).toMatch(new RegExp(`^00-${TRACES[1]}-(?!${PARENT})[\\da-f]{16}-00$`));
    });

    it('is passed on as it came by a server that makes no spans, and logged', async () => {
      const server = await startAsking({});
      const header = { ...traceparent(TRACES[0]), tracestate: 'vendor=1' };
      const id = await predict(server, header);
      expect(upstream.calls[0]!.headers).toMatchObject(header);
      await predict(server);
      await predict(server, { ...header, traceparent: 'nonsense' });
      for (const { headers } of upstream.calls.slice(1)) {
        expect(headers).not.toHaveProperty('traceparent');
        expect(headers).not.toHaveProperty('tracestate');
      }
      await until(() => linesOf(server, id).length > 0);
      expect(linesOf(server, id)[0]).toMatchObject({ trace_id: TRACES[0] });
      expect(linesOf(server, id)[0]).not.toHaveProperty('span_id');
    });

    it('is not passed on by a server that makes no spans, where the call is for several requests', async () => {
      const server = await startAsking(TOGETHER);
      await Promise.all(TRACES.map((trace) => predict(server, traceparent(trace))));
      expect(upstream.calls).toHaveLength(1);
      expect(upstream.calls[0]!.headers).not.toHaveProperty('traceparent');
    });
  });
});
