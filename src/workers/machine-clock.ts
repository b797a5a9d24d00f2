import { performance } from 'node:perf_hooks';

const NANOSECONDS = 1e6;

/** Milliseconds of the machine's monotonic clock, which every process on it reads alike. */
export function machineNow(): number {
  return Number(process.hrtime.bigint()) / NANOSECONDS;
}

/** @returns the same moment as performance.now() of this process would have told it */
export function toOwnClock(machineTime: number): number {
  return performance.now() - (machineNow() - machineTime);
}
