import { performance } from 'node:perf_hooks';
import type { ShutdownSignal } from './shutdown/signals.js';
import { WorkerLauncher } from './workers/worker-launcher.js';

/** Of SHUTDOWN_GRACE_MS, for what comes after the last worker and the last span. */
const EXIT_MS = 750;

/**
 * Serves until the signal comes, and returns when the last request is answered. Where it comes during the start,
 * nothing is served at all.
 * @throws what keeps the server from starting: a wrong setting, a busy port, a failed self-test
 */
export async function serve(signal: AbortSignal): Promise<void> {
  const launcher = await startWorkers();
  try {
    const { openServer } = await import('./server.js');
    const server = await openServer(launcher);
    if (!signal.aborted) {
      await server.listen();
      await aborted(signal);
      const graceEnds = performance.now() + launcher.config.SHUTDOWN_GRACE_MS;
      await server.drain(signal.reason as ShutdownSignal);
      const leftMs = graceEnds - performance.now() - EXIT_MS;
      // What workers are at still, nobody waits for: it was cut off, or its client has gone.
      await Promise.all([launcher.endAll(leftMs), server.flush(leftMs)]);
    }
    await server.close();
  } finally {
    await launcher.endAll();
  }
}

/**
 * Workers load while the server does, and the first one while the settings are read: whatever the server waits for at
 * its start, it is the loading of packages.
 * @throws ConfigError
 */
async function startWorkers(): Promise<WorkerLauncher> {
  const first = WorkerLauncher.startFirst();
  try {
    const { AppConfig } = await import('./config/app-config.js');
    const { loadKeys } = await import('./auth/load-keys.js');
    const config = AppConfig.fromEnvironment(process.env);
    // Read again when the server is assembled; here, because bad keys should end the start before it takes any time.
    loadKeys(config);
    return new WorkerLauncher(config, undefined, first).launchEarly();
  } catch (error) {
    first.kill();
    throw error;
  }
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    signal.addEventListener('abort', () => {
      resolve();
    });
  });
}
