import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { get } from 'node:http';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

export const ROOT = fileURLToPath(new URL('../..', import.meta.url));

const START_TIMEOUT_MS = 60_000;
const STOP_TIMEOUT_MS = 15_000;
/** Short beside a start, long beside what a refused connection costs. */
const POLL_MS = 5;

export interface BenchServer {
  url: string;
  pid: number;
  /** From the start of the process to the first 200 of GET /health/ready. */
  readyMs: number;
  stop: () => Promise<void>;
}

/**
 * Starts the built server on a free port, with default settings but those given, and waits until it is ready.
 * @param folder for its log: nobody has to read along, and the log of a failed start can be shown
 */
export async function startServer(
  settings: Record<string, string>,
  folder: string,
  signal: AbortSignal,
): Promise<BenchServer> {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const logFile = join(folder, 'server.log');
  const log = openSync(logFile, 'w');
  const startedAt = performance.now();
  const child = spawn(process.execPath, ['dist/main.js'], {
    cwd: ROOT,
    // Nothing of the settings that the caller may have in the environment.
    env: { ...inherited(), HOST: '127.0.0.1', PORT: String(port), SHUTDOWN_DELAY_MS: '0', ...settings },
    stdio: ['ignore', log, log],
  });
  closeSync(log);
  const stop = () => stopServer(child);
  try {
    while (!(await isReady(url))) {
      signal.throwIfAborted();
      const isLate = performance.now() - startedAt > START_TIMEOUT_MS;
      if (isLate || child.exitCode !== null) {
        throw new Error(`the server did not start:\n${readFileSync(logFile, 'utf8')}`);
      }
      await sleep(POLL_MS);
    }
  } catch (error) {
    await stop();
    throw error;
  }
  return { url, pid: child.pid!, readyMs: performance.now() - startedAt, stop };
}

async function stopServer(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exited = once(child, 'exit');
  child.kill('SIGTERM');
  const timer = setTimeout(() => child.kill('SIGKILL'), STOP_TIMEOUT_MS);
  await exited;
  clearTimeout(timer);
}

function isReady(url: string): Promise<boolean> {
  return new Promise((resolve) => {
    const request = get(`${url}/health/ready`, { agent: false, timeout: 1000 }, (response) => {
      response.resume();
      resolve(response.statusCode === 200);
    });
    request.on('timeout', () => request.destroy());
    request.on('error', () => {
      resolve(false);
    });
  });
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

/** What programs need to run at all. */
function inherited(): NodeJS.ProcessEnv {
  const names = ['PATH', 'HOME', 'TMPDIR', 'TEMP', 'SystemRoot'];
  return Object.fromEntries(names.flatMap((name) => (process.env[name] ? [[name, process.env[name]]] : [])));
}
