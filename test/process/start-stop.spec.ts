import { afterEach, describe, expect, it } from '@jest/globals';
import { EXAMPLE_PICTURE } from '../../src/predict/example-picture.js';
import { isGroupAlive, run, startServer, stop, type ServerProcess } from '../support/server-process.js';
import { until } from '../support/until.js';

/** How signals reach `npm start`: to npm alone, as from a supervisor, or to all, as from a terminal. */
const RECIPIENTS = { 'npm alone': (pid: number) => pid, 'the process group': (pid: number) => -pid };
const DELAY = { SHUTDOWN_DELAY_MS: '800', SHUTDOWN_GRACE_MS: '5000' };

/** Loaded before the server: writes a line as soon as the server listens for SIGTERM, long before it serves. */
const TELLS_OF_LISTENING = `data:text/javascript,process.on('newListener', (event) => {
  if (event === 'SIGTERM') queueMicrotask(() => process.stdout.write('listens for SIGTERM'));
});`;

const statusOf = async (url: string) => {
  const response = await fetch(url, { headers: { Connection: 'close' } });
  await response.arrayBuffer();
  return response.status;
};

describe('npm start', () => {
  let server: ServerProcess;
  afterEach(() => {
    stop(server);
  });

  for (const [recipient, target] of Object.entries(RECIPIENTS)) {
    it.each(['SIGTERM', 'SIGINT'] as const)(
      `drains at %s to ${recipient}, even where it comes again, leaves no process and exits 0`,
      async (signal) => {
        server = await startServer(DELAY, ['npm', 'start']);
        process.kill(target(server.child.pid!), signal);
        await new Promise((resolve) => setTimeout(resolve, 250));
        process.kill(target(server.child.pid!), signal);
        expect(await statusOf(`${server.url}/health/ready`)).toBe(503);
        expect(await statusOf(`${server.url}/health/live`)).toBe(200);
        const response = await fetch(`${server.url}/predict`, {
          method: 'POST',
          headers: { 'Content-Type': 'application/json' },
          body: JSON.stringify({ image_base64: EXAMPLE_PICTURE }),
        });
        expect(response.status).toBe(200);
        expect(response.headers.get('connection')).toBe('close');
        expect(await server.exit).toBe(0);
        expect(server.output()).toMatch(/Drained in \d+ ms/);
        expect(isGroupAlive(server)).toBe(false);
      },
      20_000,
    );
  }
});

describe('node dist/main.js', () => {
  let server: Omit<ServerProcess, 'url'> | undefined;
  afterEach(() => {
    if (server) stop(server);
  });

  it('exits 0 where the signal comes while it starts', async () => {
    const started = run({ PORT: '0', LOG_FORMAT: 'json' }, [
      ...[process.execPath, '--import', TELLS_OF_LISTENING, 'dist/main.js'],
    ]);
    server = started;
    await until(() => started.output().includes('listens for SIGTERM'));
    process.kill(started.child.pid!, 'SIGTERM');
    expect(await started.exit).toBe(0);
    expect(started.output()).not.toContain('Serving on');
  }, 20_000);

  it('takes the arguments that KServe gives to model servers, before its variables', async () => {
    const args = ['--http_port', '0', '--model_dir=test/models/nhwc'];
    const started = await startServer({ PORT: '1' }, [process.execPath, 'dist/main.js', ...args]);
    server = started;
    const { name } = (await (await fetch(`${started.url}/model`)).json()) as { name: string };
    expect(name).toBe('nhwc');
  }, 20_000);

  it('names an argument that it does not know, and exits 1', async () => {
    server = run({ PORT: '0' }, [process.execPath, 'dist/main.js', '--port', '8080']);
    expect(await server.exit).toBe(1);
    expect(server.output()).toContain(
      'expected the arguments --http_port, --model_name, --model_dir or none',
    );
  }, 20_000);

  it('says in one line that the port is taken, and exits 1', async () => {
    const first = await startServer();
    const second = run({ PORT: new URL(first.url).port, LOG_LEVEL: 'error' }, [
      process.execPath,
      'dist/main.js',
    ]);
    expect(await second.exit).toBe(1);
    stop(first);
    expect(second.output()).toMatch(
      /^tetrapod: 127\.0\.0\.1:\d+ is taken by another process[^\n]*PORT[^\n]*\n$/,
    );
  }, 20_000);

  it('names every wrong variable at once, and exits 1', async () => {
    server = run({ PORT: 'x', MAX_IMAGE_PIXELS: '-1', LOG_LEVEL: 'loud' }, [
      process.execPath,
      'dist/main.js',
    ]);
    expect(await server.exit).toBe(1);
    const lines = server.output().trimEnd().split('\n');
    expect(lines).toHaveLength(4);
    for (const name of ['PORT', 'MAX_IMAGE_PIXELS', 'LOG_LEVEL'])
      expect(server.output()).toContain(`tetrapod: ${name}: `);
  }, 20_000);

  it('logs one JSON object a line, and warns that the model is simulated', async () => {
    const started = await startServer();
    server = started;
    await statusOf(`${started.url}/model`);
    process.kill(started.child.pid!, 'SIGTERM');
    await started.exit;
    const lines = started.output().trimEnd().split('\n');
    const logged = lines.map((line) => JSON.parse(line) as { level: string; msg: string });
    expect(logged).toContainEqual(
      expect.objectContaining({ level: 'warn', msg: expect.stringContaining('SIMULATED') }),
    );
    expect(logged).toContainEqual(
      expect.objectContaining({
        level: 'info',
        method: 'GET',
        path: '/model',
        status: 200,
        duration_ms: expect.any(Number),
      }),
    );
  }, 20_000);
});
