import { afterEach, describe, expect, it, jest } from '@jest/globals';
import { run, startServer, stop, type ServerProcess } from '../support/server-process.js';
import { COMMAND, tetrapod } from './run-cli.js';

// Each test starts a process or a few.
jest.setTimeout(60_000);

describe('tetrapod serve', () => {
  let server: Omit<ServerProcess, 'url'> | undefined;
  afterEach(() => {
    if (server) stop(server);
  });

  it.each(['SIGTERM', 'SIGINT'] as const)(
    'serves, its options before the environment, until %s',
    async (signal) => {
      const started = await startServer({ PORT: '1', HOST: 'nowhere.invalid', SHUTDOWN_DELAY_MS: '0' }, [
        ...COMMAND,
        'serve',
        ...['--port', '0', '--host', '127.0.0.1', '--model', 'simulated'],
      ]);
      server = started;
      expect(started.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
      const response = await fetch(`${started.url}/model`, { headers: { Connection: 'close' } });
      expect(await response.json()).toMatchObject({ kind: 'simulated' });
      process.kill(started.child.pid!, signal);
      expect(await started.exit).toBe(0);
      expect(started.output()).toMatch(/Drained in \d+ ms/);
    },
  );

  it('exits 0 where the signal comes while it starts', async () => {
    server = run({ PORT: '0', LOG_FORMAT: 'json' }, [...COMMAND, 'serve']);
    await new Promise((resolve) => setTimeout(resolve, 200));
    process.kill(server.child.pid!, 'SIGTERM');
    expect(await server.exit).toBe(0);
    expect(server.output()).not.toContain('Serving on');
  });

  it('explains in one line why it does not start, and exits 1', async () => {
    const first = await startServer();
    server = first;
    const { code, stderr } = await tetrapod(['serve', '--port', new URL(first.url).port]);
    expect(stderr).toMatch(/^tetrapod: 127\.0\.0\.1:\d+ is taken by another process[^\n]*\n$/);
    expect(code).toBe(1);
  });
});
