import { performance } from 'node:perf_hooks';
import { Logger } from '@nestjs/common';
import type { ServedModel } from '../pipeline/classifier.js';
import { FailureStreak } from './failure-streak.js';
import type { PendingJob } from './pending-job.js';
import type { WorkerLauncher } from './worker-launcher.js';
import type { WorkerProcess } from './worker-process.js';

/** So long the first requests and probes have the cores to themselves, before the second half of the workers loads. */
const REST_DELAY_MS = 250;
/** A worker that lived so long has not died of how it was started. */
const STABLE_MS = 10_000;
/** A worker that is not ready after this hangs; loading a large model takes seconds. */
const START_MS = 120_000;
/** So many ends in a row are no accident. */
const CRASH_LOOP = 4;

/** How a worker may end that was still wanted: by itself (or by another's hand), or killed because it hung. */
export type WorkerEnd = 'crashed' | 'hung';

/** Starts the workers of a pool, and replaces those that end. */
export class WorkerCrew {
  /** Called when a worker can take jobs. */
  onReady: () => void = () => undefined;
  /** Called as WorkerProcess.onAnswer is. */
  onAnswer: WorkerProcess['onAnswer'] = () => undefined;
  /** Called with the jobs of a worker that has ended, the first of which was under way, and with whether it hung. */
  onEnd: (jobs: readonly PendingJob[], hasHung: boolean) => void = () => undefined;
  private readonly logger = new Logger('WorkerPool');
  private readonly workers = new Set<WorkerProcess>();
  private readonly endCounts: Record<WorkerEnd, number> = { crashed: 0, hung: 0 };
  private servedModel: ServedModel | undefined;
  private readonly failures = new FailureStreak();
  /** When workers are started (performance.now()). */
  private readonly startTimes = new Set<number>();

  constructor(private readonly launcher: WorkerLauncher) {}

  /** Those that are starting included. */
  get all(): Iterable<WorkerProcess> {
    return this.workers;
  }

  /** Those that can take jobs. */
  get ready(): WorkerProcess[] {
    return [...this.workers].filter(({ isReady }) => isReady);
  }

  /** What the newest worker says of its model; undefined before the first one is ready. */
  get model(): ServedModel | undefined {
    return this.servedModel;
  }

  /** How many have ended that were still wanted, those that did not start included. */
  get ends(): Readonly<Record<WorkerEnd, number>> {
    return this.endCounts;
  }

  /** How many workers have failed without one in between that lasted. */
  get failuresInARow(): number {
    return this.failures.length;
  }

  /** Milliseconds; 0 where none is to be started. */
  get untilNextStart(): number {
    if (this.startTimes.size === 0) return 0;
    return Math.max(0, Math.min(...this.startTimes) - performance.now());
  }

  /**
   * Waits for half of the workers. The others start then, so that they do not hold up the first answer.
   * @throws what keeps a worker from starting: a model that cannot be served, a failed self-test
   */
  async open(): Promise<void> {
    const { size, quorum } = this.launcher;
    await Promise.all(Array.from({ length: quorum }, () => this.start()));
    for (let i = quorum; i < size; i++) this.startLater(REST_DELAY_MS);
  }

  /**
   * @returns when the new worker is ready
   * @throws why it did not start
   */
  private async start(): Promise<void> {
    const worker = this.launcher.launch();
    this.workers.add(worker);
    worker.limitEachJob(this.launcher.config.DECODE_TIMEOUT_MS);
    worker.onAnswer = (job, milliseconds) => {
      this.onAnswer(job, milliseconds);
    };
    const hanging = setTimeout(() => {
      worker.kill();
    }, START_MS).unref();
    try {
      this.servedModel = await worker.ready;
    } catch (error) {
      this.workers.delete(worker);
      throw error;
    } finally {
      clearTimeout(hanging);
    }
    const readyAt = performance.now();
    void worker.ended.then(() => {
      this.replace(worker, readyAt);
    });
    setTimeout(() => {
      if (this.workers.has(worker)) this.failures.end();
    }, STABLE_MS).unref();
    this.logger.log(`Worker ${worker.pid} ready, ${this.ready.length} of ${this.launcher.size}`);
    this.onReady();
  }

  /** @param readyAt performance.now() */
  private replace(worker: WorkerProcess, readyAt: number): void {
    const { jobs, hasHung } = worker;
    this.workers.delete(worker);
    if (!this.launcher.isEnding) {
      const how = hasHung ? 'was killed, because it hung' : `ended (${worker.ending})`;
      const livedMs = Math.round(performance.now() - readyAt);
      this.endCounts[hasHung ? 'hung' : 'crashed']++;
      this.startAfter(`Worker ${worker.pid} ${how} after ${livedMs} ms`, readyAt);
    }
    this.onEnd(jobs, hasHung);
  }

  /**
   * @param failure why another worker is needed
   * @param startedAt when the one that failed was (performance.now())
   */
  private startAfter(failure: string, startedAt: number): void {
    const delay = this.failures.add(performance.now(), startedAt);
    const { length } = this.failures;
    const loop = length < CRASH_LOOP ? '' : `; that makes ${length} in a row: a crash loop`;
    this.logger.error(`${failure}${loop}; starting another in ${delay} ms`);
    this.startLater(delay);
  }

  private startLater(delay: number): void {
    const at = performance.now() + delay;
    this.startTimes.add(at);
    setTimeout(() => {
      this.startTimes.delete(at);
      if (this.launcher.isEnding) return;
      this.start().catch((error: unknown) => {
        this.endCounts.crashed++;
        this.startAfter(`A worker did not start: ${(error as Error).message}`, at);
      });
    }, delay).unref();
  }
}
