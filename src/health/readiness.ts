import { Injectable, Optional } from '@nestjs/common';
import { AppError } from '../errors.js';
import { Upstream } from '../remote/upstream.js';
import { DrainService } from '../shutdown/drain.service.js';
import { WorkerPool } from '../workers/worker-pool.js';

/** Something that must be the case. */
export interface Check {
  name: string;
  isUp: boolean;
  /** What tells a person more. */
  condition?: Record<string, number | string>;
}

/** What must be the case for the server to take requests; every readiness probe asks here. */
@Injectable()
export class Readiness {
  constructor(
    private readonly workers: WorkerPool,
    private readonly drain: DrainService,
    /** Where another server runs the graph. */
    @Optional() private readonly upstream?: Upstream,
  ) {}

  get workersCheck(): Check {
    const { isReady, condition } = this.workers;
    return { name: 'workers', isUp: isReady, condition };
  }

  get checks(): Check[] {
    return [
      this.workersCheck,
      { name: 'not_draining', isUp: !this.drain.isDraining },
      ...(this.upstream
        ? [{ name: 'upstream', isUp: this.upstream.isReady, condition: this.upstream.condition }]
        : []),
    ];
  }

  /** @throws AppError `not_ready` naming the checks that fail */
  require(): void {
    const failed = this.checks.filter(({ isUp }) => !isUp);
    if (failed.length > 0) throw notReady(failed);
  }
}

export function notReady(failed: readonly Check[], cause?: unknown): AppError {
  const detail = `expected every check to pass, failed: ${failed.map(describe).join(', ')}`;
  return new AppError('not_ready', detail, { cause });
}

function describe({ name, condition }: Check): string {
  if (!condition) return name;
  const figures = Object.entries(condition).map(([figure, value]) => `${figure} ${value}`);
  return `${name} (${figures.join(', ')})`;
}
