import { request } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { EXAMPLE_PICTURE } from '../../src/predict/example-picture.js';
import { base64Input } from '../support/open-inference.js';
import type { Trace } from '../support/otlp-receiver.js';
import type { ReceivedSpan } from '../support/otlp-spans.js';
import { PICTURE, post, TracedServer } from '../support/traced-server.js';

const IN_A_WORKER = ['base64', 'decode', 'preprocess', 'inference'];

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
  let traces: TracedServer;
  beforeAll(async () => {
    traces = await TracedServer.start({
      WORKERS: '2',
      DECODE_TIMEOUT_MS: '500',
      OTEL_RESOURCE_ATTRIBUTES: 'deployment.environment.name=test',
    });
  });
  afterAll(() => traces.close());

  describe('with one picture', () => {
    let trace: Trace;
    beforeAll(async () => {
      ({ trace } = await traces.traced('/predict', PICTURE));
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
        'process.pid': traces.server.child.pid,
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
      expect(pid).not.toBe(traces.server.child.pid);
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
    const { trace } = await traces.traced('/predict/batch', body);
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
    const { trace } = await traces.traced('/v2/models/tetrapod-simulated/infer', { inputs });
    expect(trace.request.name).toBe('POST /v2/models/:model/infer');
    expect(trace.request.attributes).toMatchObject({
      'url.path': '/v2/models/tetrapod-simulated/infer',
      'tetrapod.picture.format': 'jpeg',
    });
    expect(trace.stages).toEqual(expect.arrayContaining(['receive', 'parse', 'decode', 'postprocess']));
  });

  it('names the problem of a bad request, which is no error of the server', async () => {
    const { trace } = await traces.traced('/predict', { image_base64: '%%% no base64' });
    expect(trace.request.isError).toBe(false);
    expect(trace.request.attributes).toMatchObject({
      'http.response.status_code': 400,
      'tetrapod.code': 'invalid_base64',
    });
    expect(trace.request.attributes).not.toHaveProperty('error.type');
  });

  it('is an error with the code of the problem where the server could not do it', async () => {
    const workers = [...traces.server.output().matchAll(/Worker (\d+) ready/g)].map(([, pid]) => Number(pid));
    for (const pid of workers) process.kill(pid, 'SIGSTOP');
    const { trace } = await traces.traced('/predict', PICTURE);
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
    const { trace } = await traces.traced('/secret-path?key=secret', {});
    expect(trace.request.name).toBe('POST');
    expect(trace.request.attributes).not.toHaveProperty('http.route');
    expect(trace.request.attributes['url.path']).toBe('/secret-path');
  });

  it('tells of a client that left before it was answered', async () => {
    const id = 'gone';
    const headers = { 'content-type': 'application/json', 'content-length': 1000, 'x-request-id': id };
    const sent = request(`${traces.server.url}/predict`, { method: 'POST', headers });
    sent.on('error', () => undefined);
    await new Promise((resolve) => sent.write('{', resolve));
    // As soon as it is there: what is behind it is answered after it.
    await post(traces.server, '/predict', PICTURE);
    sent.destroy();
    const { request: span } = await traces.receiver.traceOf(id);
    expect(span).toMatchObject({ name: 'POST /predict', isError: true });
    expect(span.attributes['error.type']).toBe('aborted');
    expect(span.attributes).not.toHaveProperty('http.response.status_code');
  });

  it('is not made of probes', async () => {
    for (const path of [
      '/health/live',
      '/health/ready',
      '/v2/health/live',
      '/v2/models/tetrapod-simulated/ready',
    ]) {
      await (await fetch(`${traces.server.url}${path}`)).text();
    }
    await traces.traced('/predict', PICTURE);
    const paths = traces.receiver.spans.map(({ attributes }) => String(attributes['url.path']));
    expect(paths.filter((path) => /health|ready/.test(path))).toEqual([]);
  });

  it('holds nothing of a payload or a query', async () => {
    await traces.traced('/predict?key=secret-in-the-query', PICTURE, {
      authorization: 'Bearer secret-in-a-header',
    });
    // What the tests before this one have sent has arrived with it.
    expect(traces.receiver.spans.length).toBeGreaterThan(50);
    const all = traces.receiver.spans
      .map(({ attributes, name }) => JSON.stringify([name, attributes]))
      .join('\n');
    expect(all).not.toContain(EXAMPLE_PICTURE.slice(0, 24));
    expect(all).not.toMatch(/secret-in|no base64|no picture/);
  });
});
