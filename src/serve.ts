import { AppConfig } from './config/app-config.js';
import type { ShutdownSignal } from './shutdown/signals.js';
import { WorkerLauncher } from './workers/worker-launcher.js';

/**
 * Serves until the signal comes, and returns when the last request is answered. Where it comes during the start,
 * nothing is served at all.
 * @throws what keeps the server from starting: a wrong setting, a busy port, a failed self-test
 */
export async function serve(signal: AbortSignal): Promise<void> {
  // Before anything else, so that wrong settings are told at once and alone.
  const config = AppConfig.fromEnvironment(process.env);
  // The workers load while the server does, which halves the time to the first answer.
  const launcher = new WorkerLauncher(config).launchEarly();
  try {
    const { openServer } = await import('./server.js');
    const server = await openServer(config, launcher);
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

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    signal.addEventListener('abort', () => {
      resolve();
    });
  });
}
