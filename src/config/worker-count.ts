import type { AppConfig } from './app-config.js';
import { usableCores } from './cpu-quota.js';

/** How many workers WORKERS asks for. */
export function workerCount({ WORKERS }: Pick<AppConfig, 'WORKERS'>): number {
  return WORKERS === 0 ? usableCores() : WORKERS;
}
