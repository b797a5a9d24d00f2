import { availableParallelism } from 'node:os';
import { InvalidArgumentError } from 'commander';

const MAX_JOBS = 256;

/** A number from 0 to 1, such as a threshold or an accuracy. */
export function fraction(text: string): number {
  const value = /^(\d+\.?\d*|\.\d+)(e-?\d+)?$/i.test(text) ? Number(text) : NaN;
  if (!(value >= 0 && value <= 1)) throw new InvalidArgumentError('expected a number from 0 to 1');
  return value;
}

/** A whole number within bounds, in digits only. */
export function wholeNumber(min: number, max: number): (text: string) => number {
  return (text) => {
    const value = /^\d{1,15}$/.test(text) ? Number(text) : NaN;
    if (!(value >= min && value <= max)) {
      throw new InvalidArgumentError(`expected a whole number from ${min} to ${max}`);
    }
    return value;
  };
}

/** How many pictures are worked on at a time. More hide the waiting for files and decoders, and cost memory. */
export const jobs = wholeNumber(1, MAX_JOBS);

export function defaultJobs(): number {
  return Math.min(MAX_JOBS, availableParallelism());
}
