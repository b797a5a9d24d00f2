import { setTimeout as sleep } from 'node:timers/promises';
import { mulberry32 } from '../../src/model/mulberry32.js';
import type { Sampler } from './sampler.js';

/**
 * Kills a worker about as often as said, at uneven times, until the signal: any but the oldest, so that one lives long
 * enough to show what a worker gathers over time.
 *
 * @param kills receives the process ids
 */
export async function killWorkers(
  sampler: Sampler,
  everyMs: number,
  kills: number[],
  until: AbortSignal,
): Promise<void> {
  const random = mulberry32(2000);
  for (;;) {
    await sleep(everyMs * (0.5 + random()), undefined, { signal: until }).catch(() => undefined);
    if (until.aborted) return;
    const candidates = sampler.look().filter((pid) => pid !== sampler.elder && !kills.includes(pid));
    const victim = candidates[Math.floor(random() * candidates.length)];
    if (victim === undefined) continue;
    kills.push(victim);
    process.kill(victim, 'SIGKILL');
  }
}
