import type { ServerResponse } from 'node:http';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { freePorts } from '../support/free-ports.js';
import { logLines } from '../support/log-lines.js';
import { EAGER, OtlpReceiver } from '../support/otlp-receiver.js';
import { startServer, stop, type ServerProcess } from '../support/server-process.js';
import { ask, end } from '../support/short-run.js';
import { until } from '../support/until.js';

const SPANS_A_REQUEST = 10;
/** How long the server may take to end, in milliseconds. */
const GRACE_MS = 3000;
const GRACE = { SHUTDOWN_DELAY_MS: '0', SHUTDOWN_GRACE_MS: String(GRACE_MS) };
/** A collector is given up soon, and few spans wait for it. */
const HASTY = {
  ...EAGER,
  OTEL_EXPORTER_OTLP_TIMEOUT: '200',
  OTEL_BSP_MAX_QUEUE_SIZE: '40',
  OTEL_BSP_MAX_EXPORT_BATCH_SIZE: '20',
};
const SECRET = 'secret-of-the-collector';

const hang = () => undefined;
const refuse = (status: number) => (response: ServerResponse) => {
  response.writeHead(status, SECRET).end(`the header was ${SECRET}`);
};

describe('a collector', () => {
  let receiver: OtlpReceiver;
  let server: ServerProcess | undefined;
  beforeEach(async () => {
    receiver = await OtlpReceiver.start();
  });
  afterEach(async () => {
    if (server) stop(server);
    server = undefined;
    await receiver.close();
  });

  const start = async (env: Record<string, string> = {}) => {
    server = await startServer({
      WORKERS: '1',
      OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url,
      OTEL_EXPORTER_OTLP_HEADERS: `x-collector-key=${SECRET}`,
      ...GRACE,
      ...env,
    });
    return server;
  };

  const warnings = (of: ServerProcess) =>
    logLines(of)
      .filter(({ context, level }) => context === 'Tracing' && level === 'warn')
      .map(({ msg }) => msg);

  it.each([
    ['http/protobuf', 'application/x-protobuf'],
    ['http/json', 'application/json'],
  ])(
    'is sent what is left when the server ends, over %s, with the headers that it wants',
    async (protocol, type) => {
      // The default delay of 5 s has not passed when the server ends.
      const running = await start({ OTEL_EXPORTER_OTLP_PROTOCOL: protocol, OTEL_SERVICE_NAME: 'shop' });
      expect(await ask(running, 3)).toEqual([200, 200, 200]);
      expect(receiver.requests).toBe(0);
      expect(await end(running)).toMatchObject({ code: 0 });
      expect(receiver.spans).toHaveLength(3 * SPANS_A_REQUEST);
      expect(receiver.spans[0]!.resource['service.name']).toBe('shop');
      expect(receiver.headers[0]).toMatchObject({ 'x-collector-key': SECRET, 'content-type': type });
      expect(running.output()).not.toContain(SECRET);
    },
  );

  it('is waited for at the end where it takes its time', async () => {
    receiver.answer = (_response, take) => {
      setTimeout(take, 1000);
    };
    const running = await start();
    await ask(running, 1);
    const { code, tookMs } = await end(running);
    expect(code).toBe(0);
    expect(tookMs).toBeLessThan(GRACE_MS);
    expect(receiver.spans).toHaveLength(SPANS_A_REQUEST);
    expect(warnings(running)).toEqual([]);
  });

  it('is sent nothing of what the sampler leaves out', async () => {
    const running = await start({
      OTEL_TRACES_SAMPLER: 'parentbased_traceidratio',
      OTEL_TRACES_SAMPLER_ARG: '0',
    });
    expect(await ask(running, 3)).toEqual([200, 200, 200]);
    expect(await end(running)).toMatchObject({ code: 0 });
    expect(receiver.requests).toBe(0);
    expect(
      logLines(running).filter(({ context, trace_id }) => context === 'Request' && trace_id),
    ).toHaveLength(3);
  });

  it.each([
    ['hangs', hang],
    ['answers 400', refuse(400)],
    ['answers 503', refuse(503)],
  ])(
    'that %s costs its spans and no request, and memory for no more spans than are allowed',
    async (_what, answer) => {
      receiver.answer = answer;
      const running = await start(HASTY);
      expect(new Set(await ask(running, 60))).toEqual(new Set([200]));
      await until(() => warnings(running).length > 0);
      // There is room again now, and the SDK tells of what it had to drop before when the next span comes.
      await ask(running, 5);
      const { code, tookMs } = await end(running);
      expect(code).toBe(0);
      expect(tookMs).toBeLessThan(GRACE_MS);
      const lost = warnings(running)
        .map((line) => Number(/not delivered: (\d+) spans/.exec(line)?.[1] ?? 0))
        .reduce((sum, count) => sum + count, 0);
      // What was dropped last for want of room, the SDK tells of only when there is room again.
      expect(lost).toBeGreaterThan(60);
      expect(lost).toBeLessThanOrEqual(65 * SPANS_A_REQUEST);
      expect(receiver.spans).toEqual([]);
      expect(warnings(running).length).toBeLessThan(6);
      expect(running.output()).not.toContain(SECRET);
    },
  );

  it('that is not there costs no request, and does not keep the server from ending in time', async () => {
    const [port] = await freePorts(1);
    const running = await start({ OTEL_EXPORTER_OTLP_ENDPOINT: `http://127.0.0.1:${port}`, ...EAGER });
    expect(new Set(await ask(running, 5))).toEqual(new Set([200]));
    const { code, tookMs } = await end(running);
    expect(code).toBe(0);
    expect(tookMs).toBeLessThan(GRACE_MS);
    expect(warnings(running).at(-1)).toMatch(/lost/);
  });

  it('that comes back gets spans again', async () => {
    receiver.answer = refuse(400);
    const running = await start(HASTY);
    await ask(running, 2);
    await until(() => receiver.requests > 0);
    receiver.answer = (_response, take) => {
      take();
    };
    await ask(running, 2);
    await until(() => receiver.spans.some(({ kind }) => kind === 'server'));
  });

  it('may be named wrongly in the settings of the SDK, which says so', async () => {
    const running = await start({
      OTEL_TRACES_SAMPLER: 'sometimes',
      OTEL_BSP_MAX_EXPORT_BATCH_SIZE: '0',
      OTEL_BSP_MAX_QUEUE_SIZE: '-1',
    });
    expect(warnings(running)[0]).toMatch(/OTEL_TRACES_SAMPLER value "sometimes" invalid/);
    expect(await ask(running, 2)).toEqual([200, 200]);
    expect(await end(running)).toMatchObject({ code: 0 });
  });
});
