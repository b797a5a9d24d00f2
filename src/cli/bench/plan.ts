import { UsageError } from '../cli-error.js';

export const MAX_CONNECTIONS = 1024;
const MAX_LEVELS = 32;
/** Beyond it a benchmark is an attack, or was forgotten. */
export const MAX_TOTAL_SECONDS = 600;

export interface Timing {
  concurrency: number[];
  /** Seconds for each level. */
  duration: number;
  warmUp: number;
}

/** @returns the seconds that the load will be there, without what is still in flight at the end of each level */
export function totalSeconds({ concurrency, duration, warmUp }: Timing): number {
  return concurrency.length * (duration + warmUp);
}

/** @throws UsageError where it would take too long */
export function checkTiming(timing: Timing): void {
  const total = totalSeconds(timing);
  if (total <= MAX_TOTAL_SECONDS) return;
  throw new UsageError(
    `expected at most ${MAX_TOTAL_SECONDS} s in all, ${timing.concurrency.length} levels of ` +
      `${timing.warmUp} + ${timing.duration} s are ${total} s; lower --duration or name fewer levels`,
  );
}

/** `1,4,16` as rising numbers without repetition; undefined where it is no such list. */
export function parseLevels(text: string): number[] | undefined {
  const parts = text.split(',');
  if (parts.length > MAX_LEVELS || !parts.every((part) => /^\d{1,4}$/.test(part))) return undefined;
  const levels = [...new Set(parts.map(Number))].sort((a, b) => a - b);
  return levels[0]! >= 1 && levels.at(-1)! <= MAX_CONNECTIONS ? levels : undefined;
}
