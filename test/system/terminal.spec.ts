import { afterEach, describe, expect, it } from '@jest/globals';
import { isGroupAlive, startServer, stop, type ServerProcess } from '../support/server-process.js';

/** Debian's script(1) gives a command a terminal of its own; what is typed on its input reaches that terminal. */
const IN_A_TERMINAL = ['script', '--quiet', '--return', '--command', 'exec npm start', '/dev/null'];
const CTRL_C = '\x03';

describe('npm start on a terminal', () => {
  let server: ServerProcess;
  afterEach(() => {
    stop(server);
  });

  it('logs for people, and ends at Ctrl-C without the delay, with exit code 0', async () => {
    server = await startServer(
      { SHUTDOWN_DELAY_MS: '60000', SHUTDOWN_GRACE_MS: '60000', LOG_FORMAT: 'auto' },
      IN_A_TERMINAL,
      'pipe',
    );
    expect(server.output()).toContain('INFO');
    expect(server.output()).not.toContain('{"level"');
    server.child.stdin!.write(CTRL_C);
    expect(await server.exit).toBe(0);
    expect(server.output()).toMatch(/SIGINT received/);
    expect(server.output()).toMatch(/Drained in \d+ ms/);
    expect(isGroupAlive(server)).toBe(false);
  }, 30_000);
});
