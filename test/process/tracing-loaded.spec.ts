import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { OtlpReceiver } from '../support/otlp-receiver.js';
import { ROOT, run, startServer, stop, type ServerProcess } from '../support/server-process.js';
import { ask, end } from '../support/short-run.js';

describe('OpenTelemetry', () => {
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

  const start = async (env: Record<string, string>) => {
    server = await startServer({ WORKERS: '1', SHUTDOWN_DELAY_MS: '0', ...env });
    return server;
  };

  it('is not loaded by the command line', async () => {
    const command = [process.execPath, 'dist/cli/main.js', 'classify', 'docs/pictures/frog-small.jpg'];
    const NODE_OPTIONS = `--import ${ROOT}test/support/loaded-packages.mjs`;
    const ran = run({ OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url, NODE_OPTIONS }, command);
    expect(await ran.exit).toBe(0);
    expect(ran.output()).toContain('loaded of OpenTelemetry: ;');
    expect(receiver.requests).toBe(0);
  });

  it.each([
    [{}, ''],
    [{ OTEL_SDK_DISABLED: 'true' }, ''],
    [{ OTEL_SDK_DISABLED: 'false' }, 'exporter-trace-otlp-proto'],
  ])('is loaded only where a collector is named and wanted: %j', async (env, expected) => {
    const endpoint = { OTEL_EXPORTER_OTLP_ENDPOINT: 'OTEL_SDK_DISABLED' in env ? receiver.url : '' };
    const NODE_OPTIONS = `--import ${ROOT}test/support/loaded-packages.mjs`;
    const running = await start({ ...endpoint, ...env, NODE_OPTIONS });
    expect(await ask(running, 1)).toEqual([200]);
    await end(running);
    // The server and its worker.
    const loaded = [...running.output().matchAll(/loaded of OpenTelemetry: (.*);/g)].map(
      ([, names]) => names!,
    );
    expect(loaded).toHaveLength(2);
    expect(loaded.filter((names) => names !== '')).toEqual(
      expected === '' ? [] : [expect.stringContaining(expected)],
    );
    expect(receiver.requests > 0).toBe(expected !== '');
  });
});
