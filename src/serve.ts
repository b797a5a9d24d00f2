import type { ShutdownSignal } from './shutdown/signals.js';
import { WorkerLauncher } from './workers/worker-launcher.js';

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
      await server.drain(signal.reason as ShutdownSignal);
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
    return new WorkerLauncher(AppConfig.fromEnvironment(process.env), undefined, first).launchEarly();
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
