import { performance } from 'node:perf_hooks';
import { Injectable } from '@nestjs/common';
import { AppConfig } from '../config/app-config.js';
import { AppError } from '../errors.js';

/** Sees to it that no more than EXPLAIN_CONCURRENCY explanations are worked on at a time. */
@Injectable()
export class ExplanationSlots {
  private taken = 0;
  /** How long the last one took. */
  private lastMs = 0;

  constructor(private readonly config: AppConfig) {}

  /** @returns why none can begin now: `not_found` where they are switched off, `overloaded` where others are worked on */
  refusal(): AppError | undefined {
    const { EXPLAIN_CONCURRENCY: most } = this.config;
    if (most === 0) {
      return new AppError(
        'not_found',
        'expected a path that is served, but explanations are switched off here (EXPLAIN_CONCURRENCY=0); ask whoever runs ' +
          'the server, or POST /predict for labels alone',
      );
    }
    if (this.taken < most) return undefined;
    const seconds = Math.max(1, Math.ceil(this.lastMs / 1000));
    return new AppError(
      'overloaded',
      `expected fewer explanations at a time, but ${most} (EXPLAIN_CONCURRENCY) are worked on; send it once more in ${seconds} s`,
      { headers: { 'Retry-After': String(seconds) } },
    );
  }

  /** @throws AppError as refusal(), and what the work throws */
  async run<T>(work: () => Promise<T>): Promise<T> {
    const refusal = this.refusal();
    if (refusal) throw refusal;
    const start = performance.now();
    this.taken++;
    try {
      return await work();
    } finally {
      this.taken--;
      this.lastMs = performance.now() - start;
    }
  }
}
