import type { AppConfig } from './app-config.js';
import { workerCount } from './worker-count.js';

/** More than any one client needs, and little enough memory: docs/decisions/0013-connections.md. */
const DEFAULT_MOST = 16_384;
/** Files, sockets and pipes of the server itself (21 were counted) and for each worker (8 were), twice over and more. */
const OWN_FILES = 64;
const FILES_PER_WORKER = 16;

/**
 * How many connections may be open: as many as MAX_CONNECTIONS asks for, but never so many that no file is left for the
 * server's own work. Starting a worker takes pipes, and fails where the limit of open files is reached.
 * @param openFiles how many files the process may have open
 */
export function mostConnections(
  config: Pick<AppConfig, 'MAX_CONNECTIONS' | 'WORKERS'>,
  openFiles: number = openFilesLimit(),
): number {
  const left = openFiles - OWN_FILES - FILES_PER_WORKER * workerCount(config);
  return Math.max(1, Math.min(config.MAX_CONNECTIONS || DEFAULT_MOST, left));
}

/** The limit of open files (`ulimit -n`), which Node raises to the hard one at its start; none on Windows. */
export function openFilesLimit(): number {
  // Node's types say object, for want of a better one.
  const { userLimits } = process.report.getReport() as { userLimits?: { open_files?: { soft?: unknown } } };
  const limit = userLimits?.open_files?.soft;
  return typeof limit === 'number' ? limit : Infinity;
}
