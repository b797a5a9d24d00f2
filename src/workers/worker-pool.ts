import { performance } from 'node:perf_hooks';
import { Injectable, Logger, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import type { EncodedPicture } from '../decoding/encoded-picture.js';
import { AppError } from '../errors.js';
import { Classifier, labelScores, type Scored, type ServedModel } from '../pipeline/classifier.js';
import { restartDelay } from './restart-delay.js';
import { WorkerLauncher } from './worker-launcher.js';
import type { PendingJob, WorkerAnswer, WorkerProcess } from './worker-process.js';

/**
 * Jobs that a worker has at a time: one under way and one at hand, so that it never waits for the server's event loop
 * in between. More would only take them away from workers that become free earlier.
 */
const JOBS_AT_A_TIME = 2;
/** So long the first requests and probes have the cores to themselves, before the second half of the workers loads. */
const REST_DELAY_MS = 250;
/** A worker that lived so long has not died of how it was started. */
const STABLE_MS = 10_000;

/**
 * Classifies in other processes: the encoded bytes go to a worker, the scores come back, and whatever a decoder or a
 * model does there, the server's event loop stays free and alive (docs/decisions/0008-worker-processes.md).
 *
 * Callers are served in the order in which they come. A worker that dies takes the picture with it that was under way;
 * the one that waited behind it is given to another.
 */
@Injectable()
export class WorkerPool extends Classifier implements OnModuleInit, OnApplicationShutdown {
  private readonly logger = new Logger(WorkerPool.name);
  private readonly workers = new Set<WorkerProcess>();
  private readonly waiting: PendingJob[] = [];
  private servedModel: ServedModel | undefined;
  /** Workers that died or did not start, without one in between that lasted. */
  private failures = 0;

  constructor(private readonly launcher: WorkerLauncher) {
    super();
  }

  /** @throws Error before the first worker is ready */
  override get model(): ServedModel {
    if (!this.servedModel) throw new Error('expected a worker to be ready before its model is asked for');
    return this.servedModel;
  }

  /** Whether at least half of the workers can take pictures. */
  get isReady(): boolean {
    return this.processIds.length >= this.launcher.quorum;
  }

  /** Of the workers that can take pictures. */
  get processIds(): number[] {
    return [...this.workers].filter(({ isReady }) => isReady).map(({ pid }) => pid!);
  }

  /**
   * Waits for half of the workers. The others start then, so that they do not hold up the first answer.
   * @throws what keeps a worker from starting: a model that cannot be served, a failed self-test
   */
  async onModuleInit(): Promise<void> {
    const { size, quorum } = this.launcher;
    await Promise.all(Array.from({ length: quorum }, () => this.start()));
    for (let i = quorum; i < size; i++) this.startLater(REST_DELAY_MS);
  }

  async onApplicationShutdown(): Promise<void> {
    await this.launcher.endAll();
  }

  override async classify(picture: EncodedPicture): Promise<Scored> {
    const start = performance.now();
    const { timings, confidences } = await new Promise<WorkerAnswer>((resolve, reject) => {
      this.waiting.push({ picture, resolve, reject });
      this.dispatch();
    });
    const worked = Object.values(timings).reduce((sum, duration) => sum + duration, 0);
    const queue = Math.max(0, performance.now() - start - worked);
    return { scores: labelScores(this.model.labels, confidences), timings: { queue, ...timings } };
  }

  private dispatch(): void {
    while (this.waiting.length > 0) {
      const worker = this.leastBusy();
      if (!worker) return;
      worker.send(this.waiting.shift()!);
    }
  }

  private leastBusy(): WorkerProcess | undefined {
    let best: WorkerProcess | undefined;
    for (const worker of this.workers) {
      if (!worker.isReady || worker.jobs.length >= JOBS_AT_A_TIME) continue;
      if (!best || worker.jobs.length < best.jobs.length) best = worker;
    }
    return best;
  }

  /**
   * @returns when the new worker is ready
   * @throws why it did not start
   */
  private async start(): Promise<void> {
    const worker = this.launcher.launch();
    this.workers.add(worker);
    worker.onAnswer = () => {
      this.dispatch();
    };
    try {
      this.servedModel = await worker.ready;
    } catch (error) {
      this.workers.delete(worker);
      throw error;
    }
    const readyAt = performance.now();
    void worker.ended.then(() => {
      this.replace(worker, performance.now() - readyAt);
    });
    this.logger.log(`Worker ${worker.pid} ready, ${this.processIds.length} of ${this.launcher.size}`);
    this.dispatch();
  }

  /** @param livedMs since it was ready */
  private replace(worker: WorkerProcess, livedMs: number): void {
    this.workers.delete(worker);
    const [underWay, ...untouched] = worker.jobs;
    this.waiting.unshift(...untouched);
    underWay?.reject(
      new AppError(
        'worker_crashed',
        'expected an answer from the process that works on the picture, but it ended; send it once more, and if that ' +
          'fails as well, another picture',
      ),
    );
    this.dispatch();
    if (this.launcher.isEnding) return;
    this.logger.error(
      `Worker ${worker.pid} ended (${worker.ending}) after ${Math.round(livedMs)} ms; starting another`,
    );
    if (livedMs >= STABLE_MS) this.failures = 0;
    this.startLater(restartDelay(this.failures++));
  }

  private startLater(delay: number): void {
    setTimeout(() => {
      if (this.launcher.isEnding) return;
      this.start().catch((error: unknown) => {
        this.logger.error(`A worker did not start, trying again: ${(error as Error).message}`);
        this.startLater(restartDelay(this.failures++));
      });
    }, delay).unref();
  }
}
