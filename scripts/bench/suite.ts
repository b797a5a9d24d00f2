import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { drawPictures } from '../../src/cli/bench/drawn/draw-pictures.js';
import { DRAWN_SIZES, type DrawnSize } from '../../src/cli/bench/drawn/drawn-sizes.js';
import { percentile } from '../../src/cli/evaluate/percentile.js';
import type { JsonReport, JsonStep } from '../../src/cli/bench/report/report-json.js';
import { startServer } from './server.js';
import { tetrapodBench, type Rounds } from './tetrapod-bench.js';

export interface SuitePlan {
  bySize: Rounds;
  byWorkers: Rounds;
  coldStarts: number;
  /** Pictures of each size. */
  pictures: number;
}

export const FULL: SuitePlan = {
  bySize: { concurrency: [1, 16, 64], warmUp: 2, duration: 8 },
  byWorkers: { concurrency: [1, 2, 4, 8, 16, 32, 64], warmUp: 1, duration: 5 },
  coldStarts: 10,
  pictures: 4,
};

/** To see that it runs, and about what comes out. */
export const QUICK: SuitePlan = {
  bySize: { concurrency: [1, 16, 64], warmUp: 1, duration: 2 },
  byWorkers: { concurrency: [1, 4, 16, 64], warmUp: 1, duration: 2 },
  coldStarts: 3,
  pictures: 2,
};

export interface SizeRound {
  size: DrawnSize;
  /** Mean of the files. */
  bytes: number;
  steps: JsonStep[];
}

export interface ModelRounds {
  model: JsonReport['model'];
  sizes: SizeRound[];
}

export interface WorkerRounds {
  workers: number;
  steps: JsonStep[];
}

export interface Measured {
  models: ModelRounds[];
  byWorkers: WorkerRounds[];
  /** Milliseconds, ascending. */
  coldStarts: number[];
}

const SCALING_SIZE: DrawnSize = '500x375';
const WORKERS = [1, 2];

/** Everything that docs/benchmarks.md shows. */
export class Suite {
  /** @param folder for pictures and logs; its owner removes it */
  constructor(
    private readonly plan: SuitePlan,
    private readonly folder: string,
    private readonly signal: AbortSignal,
    private readonly tell: (text: string) => void,
  ) {}

  /** @param models each as in the variable MODEL */
  async run(models: readonly string[]): Promise<Measured> {
    await this.draw();
    const coldStarts = await this.coldStarts();
    const byModel: ModelRounds[] = [];
    for (const model of models) byModel.push(await this.bySize(model));
    const byWorkers: WorkerRounds[] = [];
    for (const workers of WORKERS) {
      const { steps } = await this.measure({ WORKERS: String(workers) }, SCALING_SIZE, this.plan.byWorkers);
      byWorkers.push({ workers, steps });
    }
    return { models: byModel, byWorkers, coldStarts };
  }

  private async draw(): Promise<void> {
    for (const size of DRAWN_SIZES) {
      this.tell(`drawing ${size}`);
      mkdirSync(this.pictures(size));
      for (const { name, bytes } of await drawPictures(size, this.plan.pictures)) {
        this.signal.throwIfAborted();
        writeFileSync(join(this.pictures(size), name), bytes);
      }
    }
  }

  private async coldStarts(): Promise<number[]> {
    const times: number[] = [];
    for (let i = 0; i < this.plan.coldStarts; i++) {
      this.tell(`cold start ${i + 1} of ${this.plan.coldStarts}`);
      const server = await startServer({}, this.folder, this.signal);
      await server.stop();
      times.push(server.readyMs);
    }
    return times.sort((a, b) => a - b);
  }

  private async bySize(model: string): Promise<ModelRounds> {
    const sizes: SizeRound[] = [];
    let name: JsonReport['model'] | undefined;
    for (const size of DRAWN_SIZES) {
      // A server for each size, so that the memory of one says nothing about the next.
      const report = await this.measure({ MODEL: model }, size, this.plan.bySize);
      name = report.model;
      sizes.push({ size, bytes: report.pictures.bytes / report.pictures.count, steps: report.steps });
    }
    return { model: name!, sizes };
  }

  private async measure(
    settings: Record<string, string>,
    size: DrawnSize,
    rounds: Rounds,
  ): Promise<JsonReport> {
    const shown = Object.entries(settings).map(([name, value]) => `${name}=${value}`);
    this.tell(`${shown.join(' ')}, ${size}, ${rounds.concurrency.join(', ')} connections`);
    const server = await startServer(settings, this.folder, this.signal);
    try {
      return await tetrapodBench(server, this.pictures(size), rounds, this.signal);
    } finally {
      await server.stop();
    }
  }

  private pictures(size: DrawnSize): string {
    return join(this.folder, size);
  }
}

export const median = (ascending: readonly number[]) => percentile(ascending, 50);
