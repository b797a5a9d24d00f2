import { request } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { EXAMPLE_PICTURE } from '../../src/predict/example-picture.js';
import { linesOf } from '../support/log-lines.js';
import { base64Input } from '../support/open-inference.js';
import { EAGER, OtlpReceiver, type Trace } from '../support/otlp-receiver.js';
import type { ReceivedSpan } from '../support/otlp-spans.js';
import { startServer, stop, type ServerProcess } from '../support/server-process.js';
import { until } from '../support/until.js';

const IN_A_WORKER = ['base64', 'decode', 'preprocess', 'inference'];
const PICTURE = { image_base64: EXAMPLE_PICTURE };
const TRACE = '0af7651916cd43dd8448eb211c80319c';
const PARENT = 'b7ad6b7169203331';

let requests = 0;

/** Posts JSON under an id of its own. */
async function post(server: ServerProcess, path: string, body: object, headers: Record<string, string> = {}) {
  const id = `request-${++requests}`;
  const response = await fetch(`${server.url}${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-request-id': id, ...headers },
    body: JSON.stringify(body),
  });
  await response.text();
  return { id, response };
}

function expectWithin(inner: ReceivedSpan, outer: ReceivedSpan): void {
  expect(inner.startedAt).toBeGreaterThanOrEqual(outer.startedAt);
  expect(inner.endedAt).toBeLessThanOrEqual(outer.endedAt);
  expect(inner.endedAt).toBeGreaterThanOrEqual(inner.startedAt);
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

const named = (spans: readonly ReceivedSpan[], name: string) => spans.filter((span) => span.name === name);
const pidOf = ({ attributes }: ReceivedSpan) => attributes['process.pid'];

describe('the trace of a request', () => {
  let receiver: OtlpReceiver;
  let server: ServerProcess;
  beforeAll(async () => {
    receiver = await OtlpReceiver.start();
    server = await startServer({
      WORKERS: '2',
      DECODE_TIMEOUT_MS: '500',
      OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url,
      OTEL_RESOURCE_ATTRIBUTES: 'deployment.environment.name=test',
      ...EAGER,
    });
  });
  afterAll(async () => {
    stop(server);
    await receiver.close();
  });

  /** Of one request, when all its spans have arrived: those of a trace are sent together. */
  const traced = async (...[path, body, headers]: [string, object, Record<string, string>?]) => {
    const { id } = await post(server, path, body, headers);
    return { id, trace: await receiver.traceOf(id) };
  };

  describe('with one picture', () => {
    let trace: Trace;
    beforeAll(async () => {
      ({ trace } = await traced('/predict', PICTURE));
    });

    it('has a span for it, in the terms of the semantic conventions', () => {
      const { request: span } = trace;
      expect(span).toMatchObject({ name: 'POST /predict', kind: 'server', parentSpanId: '', isError: false });
      expect(span.attributes).toMatchObject({
        'http.request.method': 'POST',
        'http.route': '/predict',
        'url.path': '/predict',
        'url.scheme': 'http',
        'http.response.status_code': 200,
        'tetrapod.labels': 1,
        'tetrapod.pictures': 1,
        'tetrapod.picture.format': 'jpeg',
        'tetrapod.picture.width': 96,
        'tetrapod.picture.height': 84,
      });
      expect(span.resource).toMatchObject({
        'service.name': 'tetrapod',
        'deployment.environment.name': 'test',
        'process.pid': server.child.pid,
      });
    });

    it('has a child for each stage, in their order', () => {
      const stages = ['receive', 'parse', 'parse', 'queue', ...IN_A_WORKER, 'postprocess'];
      expect(trace.stages).toEqual(stages);
      expect(trace.spans).toHaveLength(1 + stages.length);
      for (const span of trace.childrenOf(trace.request)) expectWithin(span, trace.request);
    });

    it('says of the stages of a worker which process it was', () => {
      const [pid] = named(trace.spans, 'decode').map(pidOf);
      expect(pid).not.toBe(server.child.pid);
      expect(() => process.kill(pid as number, 0)).not.toThrow();
      for (const span of trace.childrenOf(trace.request)) {
        expect([span.name, pidOf(span)]).toEqual([
          span.name,
          IN_A_WORKER.includes(span.name) ? pid : undefined,
        ]);
      }
    });

    it('has the stages of a worker one behind the other, after the wait for it', () => {
      const ends = ['queue', ...IN_A_WORKER].map((name) => named(trace.spans, name)[0]!);
      for (const [i, span] of ends.entries()) if (i > 0) expect(span.startedAt).toBe(ends[i - 1]!.endedAt);
    });
  });

  it('has a child for each picture of a batch, and its stages below that', async () => {
    const body = {
      images: [PICTURE, { image_base64: Buffer.from('no picture').toString('base64') }, PICTURE],
    };
    const { trace } = await traced('/predict/batch', body);
    const pictures = named(trace.childrenOf(trace.request), 'picture');
    expect(trace.request).toMatchObject({ name: 'POST /predict/batch', isError: false });
    expect(trace.request.attributes).toMatchObject({ 'tetrapod.pictures': 3, 'tetrapod.pictures.failed': 1 });
    expect(pictures).toHaveLength(3);
    const good = pictures.filter(({ attributes }) => attributes['tetrapod.picture.code'] === undefined);
    expect(good).toHaveLength(2);
    for (const picture of good) {
      const stages = trace.childrenOf(picture);
      expect(stages.map(({ name }) => name)).toEqual(['queue', ...IN_A_WORKER]);
      expectWithin(picture, trace.request);
      for (const stage of stages) expectWithin(stage, picture);
    }
    const [bad] = pictures.filter((picture) => !good.includes(picture));
    expect(bad!.attributes['tetrapod.picture.code']).toBe('unsupported_image_format');
  });

  it('goes by the template of its route, also through the door of the Open Inference Protocol', async () => {
    const inputs = [base64Input(Buffer.from(EXAMPLE_PICTURE, 'base64'))];
    const { trace } = await traced('/v2/models/tetrapod-simulated/infer', { inputs });
    expect(trace.request.name).toBe('POST /v2/models/:model/infer');
    expect(trace.request.attributes).toMatchObject({
      'url.path': '/v2/models/tetrapod-simulated/infer',
      'tetrapod.picture.format': 'jpeg',
    });
    expect(trace.stages).toEqual(expect.arrayContaining(['receive', 'parse', 'decode', 'postprocess']));
  });

  it('names the problem of a bad request, which is no error of the server', async () => {
    const { trace } = await traced('/predict', { image_base64: '%%% no base64' });
    expect(trace.request.isError).toBe(false);
    expect(trace.request.attributes).toMatchObject({
      'http.response.status_code': 400,
      'tetrapod.code': 'invalid_base64',
    });
    expect(trace.request.attributes).not.toHaveProperty('error.type');
  });

  it('is an error with the code of the problem where the server could not do it', async () => {
    const workers = [...server.output().matchAll(/Worker (\d+) ready/g)].map(([, pid]) => Number(pid));
    for (const pid of workers) process.kill(pid, 'SIGSTOP');
    const { trace } = await traced('/predict', PICTURE);
    const hung = workers.filter((pid) => !isAlive(pid));
    for (const pid of workers) if (!hung.includes(pid)) process.kill(pid, 'SIGCONT');
    expect(hung).toHaveLength(1);
    expect(trace.request).toMatchObject({ isError: true });
    expect(trace.request.attributes).toMatchObject({
      'http.response.status_code': 504,
      'error.type': 'worker_hung',
      'tetrapod.code': 'worker_hung',
    });
  });

  it('has no route in its name where there is none', async () => {
    const { trace } = await traced('/secret-path?key=secret', {});
    expect(trace.request.name).toBe('POST');
    expect(trace.request.attributes).not.toHaveProperty('http.route');
    expect(trace.request.attributes['url.path']).toBe('/secret-path');
  });

  it('tells of a client that left before it was answered', async () => {
    const id = 'gone';
    const headers = { 'content-type': 'application/json', 'content-length': 1000, 'x-request-id': id };
    const sent = request(`${server.url}/predict`, { method: 'POST', headers });
    sent.on('error', () => undefined);
    await new Promise((resolve) => sent.write('{', resolve));
    // As soon as it is there: what is behind it is answered after it.
    await post(server, '/predict', PICTURE);
    sent.destroy();
    const { request: span } = await receiver.traceOf(id);
    expect(span).toMatchObject({ name: 'POST /predict', isError: true });
    expect(span.attributes['error.type']).toBe('aborted');
    expect(span.attributes).not.toHaveProperty('http.response.status_code');
  });

  describe('that a client has begun', () => {
    it('goes on below the span of the client, with its tracestate', async () => {
      const { trace, id } = await traced('/predict', PICTURE, {
        traceparent: `00-${TRACE}-${PARENT}-01`,
        tracestate: 'vendor=1',
      });
      expect(trace.request).toMatchObject({ traceId: TRACE, parentSpanId: PARENT, traceState: 'vendor=1' });
      expect(new Set(trace.spans.map(({ traceId }) => traceId))).toEqual(new Set([TRACE]));
      await until(() => linesOf(server, id).length > 0);
      expect(linesOf(server, id)[0]).toMatchObject({ trace_id: TRACE, span_id: trace.request.spanId });
    });

    it('is not sent where the client does not sample it, and its id is logged none the less', async () => {
      const unsampled = TRACE.replace('0af', '0bf');
      const { id } = await post(server, '/predict', PICTURE, { traceparent: `00-${unsampled}-${PARENT}-00` });
      // What comes later is sent later.
      await traced('/predict', PICTURE);
      expect(receiver.spans.filter(({ traceId }) => traceId === unsampled)).toEqual([]);
      await until(() => linesOf(server, id).length > 0);
      expect(linesOf(server, id)[0]).toMatchObject({ trace_id: unsampled });
    });

    it.each([`00-${'0'.repeat(32)}-${PARENT}-01`, `00-${TRACE}-${PARENT}-01-more`, 'nonsense'])(
      'begins anew where its header is none: %s',
      async (traceparent) => {
        const { trace } = await traced('/predict', PICTURE, { traceparent, tracestate: 'vendor=1' });
        expect(trace.request).toMatchObject({ parentSpanId: '', traceState: '' });
        expect(trace.request.traceId).not.toBe(TRACE);
      },
    );
  });

  it('is not made of probes', async () => {
    for (const path of [
      '/health/live',
      '/health/ready',
      '/v2/health/live',
      '/v2/models/tetrapod-simulated/ready',
    ]) {
      await (await fetch(`${server.url}${path}`)).text();
    }
    await traced('/predict', PICTURE);
    const paths = receiver.spans.map(({ attributes }) => String(attributes['url.path']));
    expect(paths.filter((path) => /health|ready/.test(path))).toEqual([]);
  });

  it('holds nothing of a payload or a query', async () => {
    await traced('/predict?key=secret-in-the-query', PICTURE, { authorization: 'Bearer secret-in-a-header' });
    await until(() => receiver.spans.length > 100);
    const all = receiver.spans.map(({ attributes, name }) => JSON.stringify([name, attributes])).join('\n');
    expect(all).not.toContain(EXAMPLE_PICTURE.slice(0, 24));
    expect(all).not.toMatch(/secret-in|no base64|no picture/);
  });
});
