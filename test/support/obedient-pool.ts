import { AppConfig } from '../../src/config/app-config.js';
import type { Deadline } from '../../src/pipeline/classifier.js';
import { WorkerLauncher } from '../../src/workers/worker-launcher.js';
import { WorkerPool } from '../../src/workers/worker-pool.js';
import { ROOT } from './server-process.js';
import { until } from './until.js';

const OBEDIENT = `${ROOT}test/workers/obedient-worker.mjs`;

/** Which process obeyed, and how many pictures it had answered before. */
export interface Obeyed {
  pid: number;
  count: number;
}

/** A pool whose workers do what pictures say (obedient-worker.mjs), when all of them are ready. */
export async function openPool(env: Record<string, string>): Promise<WorkerPool> {
  const launcher = new WorkerLauncher(AppConfig.fromEnvironment(env), OBEDIENT).launchEarly();
  const pool = new WorkerPool(launcher);
  await pool.onModuleInit();
  await until(() => pool.processIds.length === launcher.size);
  return pool;
}

/** Has the pool obey an order. */
export async function orderOf(pool: WorkerPool, text: string, deadline?: Deadline): Promise<Obeyed> {
  const { scores } = await pool.classify({ bytes: Buffer.from(text), encoding: 'binary' }, deadline);
  return { pid: scores[0]!.confidence, count: scores[1]!.confidence };
}
