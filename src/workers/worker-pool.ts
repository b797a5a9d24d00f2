import { performance } from 'node:perf_hooks';
import { Injectable, Logger, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { sizeClassOf, type SizeClass } from '../config/size-class.js';
import type { EncodedPicture } from '../decoding/encoded-picture.js';
import { AppError } from '../errors.js';
import {
  Classifier,
  labelScores,
  type Deadline,
  type Scored,
  type ServedModel,
} from '../pipeline/classifier.js';
import type { ParsedNumbers } from '../pipeline/json-numbers.js';
import type { TensorForm } from '../pipeline/tensor-bytes.js';
import type { DataType } from '../preprocessing/preprocessing-spec.js';
import { FailureStreak } from './failure-streak.js';
import { noWorkers, overloaded } from './overload.js';
import { toOwnClock } from './machine-clock.js';
import type { JobResult, PendingJob } from './pending-job.js';
import { PictureQueue, deadlineExceeded } from './picture-queue.js';
import { ServiceTimes } from './service-times.js';
import { Suspects } from './suspects.js';
import { ANY_FORM } from './task.js';
import { WorkerLauncher } from './worker-launcher.js';
import { crashed, hung, quarantined } from './worker-problems.js';
import type { WorkerProcess } from './worker-process.js';

/**
 * Jobs that a worker has at a time: one under way and one at hand, so that it never waits for the server's event loop
 * in between. More would only take them away from workers that become free earlier.
 */
const JOBS_AT_A_TIME = 2;
/** So long the first requests and probes have the cores to themselves, before the second half of the workers loads. */
const REST_DELAY_MS = 250;
/** A worker that lived so long has not died of how it was started. */
const STABLE_MS = 10_000;
/** A worker that is not ready after this hangs; loading a large model takes seconds. */
const START_MS = 120_000;
/** So many ends in a row are no accident. */
const CRASH_LOOP = 4;
/** What is worked out is a mean; who is admitted should be in time though it takes so much longer. */
const MARGIN = 1.5;
/** How often workers are looked at that take long. */
const LOOK_MS = 100;
/** A worker at a picture for so many times the mean, and so long at least, may hang: what waits behind it goes elsewhere. */
const LATE = { times: 8, leastMs: 500 };
const NOBODY: Record<SizeClass, number> = { small: 0, large: 0 };

/** A picture that has been decoded and prepared, and how that went. */
export type Prepared = Pick<JobResult, 'tensor'> & Pick<Scored, 'timings' | 'facts' | 'workedOn'>;

type Timed = Prepared & Pick<JobResult, 'confidences' | 'output'>;

/** How a worker may end that was still wanted: by itself (or by another's hand), or killed because it hung. */
export type WorkerEnd = 'crashed' | 'hung';

/** What a worker is to do, and with what. */
type Order = Pick<PendingJob, 'action' | 'picture' | 'form'>;

/**
 * Classifies in other processes: the encoded bytes go to a worker, the scores come back, and whatever a decoder or a
 * model does there, the server's event loop stays free and alive (docs/decisions/0008-worker-processes.md).
 *
 * A worker that dies or hangs takes the picture with it that was under way; the one that waited behind it is given to
 * another. How long pictures wait, and in which order, is the queue's matter (picture-queue.ts).
 */
@Injectable()
export class WorkerPool extends Classifier implements OnModuleInit, OnApplicationShutdown {
  override readonly isSettled = true;
  private readonly logger = new Logger(WorkerPool.name);
  private readonly workers = new Set<WorkerProcess>();
  private readonly serviceTimes = new ServiceTimes();
  private readonly queue = new PictureQueue(this.serviceTimes);
  private readonly suspects = new Suspects();
  private readonly endCounts: Record<WorkerEnd, number> = { crashed: 0, hung: 0 };
  private servedModel: ServedModel | undefined;
  private readonly failures = new FailureStreak();
  /** When workers are started (performance.now()). */
  private readonly startTimes = new Set<number>();
  private looking: NodeJS.Timeout | undefined;

  constructor(private readonly launcher: WorkerLauncher) {
    super();
  }

  /** @throws Error before the first worker is ready */
  override get model(): ServedModel {
    if (!this.servedModel) throw new Error('expected a worker to be ready before its model is asked for');
    return this.servedModel;
  }

  override get concurrency(): number {
    return JOBS_AT_A_TIME * this.launcher.size;
  }

  /** Whether at least half of the workers can take pictures. */
  get isReady(): boolean {
    return this.processIds.length >= this.launcher.quorum;
  }

  /** Of the workers that can take pictures. */
  get processIds(): number[] {
    return this.ready().map(({ pid }) => pid!);
  }

  /** Pictures that wait for a worker. */
  get queueLength(): number {
    return this.queue.length;
  }

  /** Pictures that workers have been given. */
  get jobs(): number {
    return [...this.workers].reduce((sum, { jobs }) => sum + jobs.length, 0);
  }

  /** How many workers have ended that were still wanted, those that did not start included; each has been replaced. */
  get ends(): Readonly<Record<WorkerEnd, number>> {
    return this.endCounts;
  }

  /** For people who look at the health report. */
  get condition(): { live: number; wanted: number; ended_in_a_row: number; next_start_in_ms: number } {
    return {
      live: this.ready().length,
      wanted: this.launcher.size,
      ended_in_a_row: this.failures.length,
      next_start_in_ms: Math.round(this.untilNextStart()),
    };
  }

  /**
   * Waits for half of the workers. The others start then, so that they do not hold up the first answer.
   * @throws what keeps a worker from starting: a model that cannot be served, a failed self-test
   */
  async onModuleInit(): Promise<void> {
    const { size, quorum } = this.launcher;
    await Promise.all(Array.from({ length: quorum }, () => this.start()));
    for (let i = quorum; i < size; i++) this.startLater(REST_DELAY_MS);
    this.looking = setInterval(() => {
      this.relieveLate();
    }, LOOK_MS).unref();
  }

  async onApplicationShutdown(): Promise<void> {
    clearInterval(this.looking);
    await this.launcher.endAll();
  }

  /**
   * Whether a picture that comes now would be answered in time, which can be told before it is received. What is known is
   * how long such pictures took lately and how many come before it.
   *
   * @param bytes of the picture or of the body that holds it
   * @param expiresAt its deadline (performance.now())
   * @param before pictures of each class that are not in the queue yet and have come before
   * @returns why it is refused: `overloaded`, or `not_ready` where no worker lives and none will in time
   */
  refusal(
    bytes: number,
    expiresAt: number,
    before: Record<SizeClass, number> = NOBODY,
  ): AppError | undefined {
    const left = expiresAt - performance.now();
    const sizeClass = sizeClassOf(bytes);
    const live = this.ready();
    const delay = live.length === 0 ? this.untilNextStart() : 0;
    if (delay > left) return noWorkers(delay);
    const length = this.queue.length + before.small + before.large;
    const max = this.launcher.config.QUEUE_MAX;
    const isIdle = length === 0 && live.some(({ jobs }) => jobs.length === 0);
    if (isIdle) return undefined;
    const work = this.queue.workAhead(sizeClass, before) + this.workUnderWay();
    const wait = delay + work / Math.max(1, live.length);
    const cost = this.serviceTimes.of(sizeClass);
    const needs = (wait + cost) * MARGIN;
    if (length < max && needs <= left) return undefined;
    return overloaded(
      {
        length,
        max,
        expected_wait_ms: Math.round(wait),
        service_time_ms: Math.round(cost * 100) / 100,
        workers: live.length,
      },
      left,
      needs,
    );
  }

  override classify(picture: EncodedPicture, deadline?: Deadline): Promise<Scored> {
    return this.score({ action: 'classify', picture, form: ANY_FORM }, deadline);
  }

  override infer(tensor: Uint8Array, deadline?: Deadline): Promise<Scored> {
    const picture = { bytes: tensor, encoding: 'binary' } as const;
    return this.score({ action: 'infer', picture, form: ANY_FORM }, deadline);
  }

  /**
   * Decodes and prepares a picture for a graph that is run elsewhere.
   * @param form how that graph takes it
   * @returns the elements of the tensor in little-endian bytes
   * @throws AppError as `classify` does
   */
  async prepare(picture: EncodedPicture, form: TensorForm, deadline?: Deadline): Promise<Prepared> {
    return this.timed({ action: 'prepare', picture, form }, deadline);
  }

  /**
   * Parses the numbers of a tensor, which would keep the server's event loop for too long.
   * @param text a JSON array of numbers, flat or nested
   * @throws AppError `malformed_json` or `validation_failed`; and as `classify` does where jobs wait for one another
   */
  async parseNumbers(text: Uint8Array, dataType: DataType, deadline?: Deadline): Promise<ParsedNumbers> {
    const picture = { bytes: text, encoding: 'binary' } as const;
    const form = { ...ANY_FORM, dataType };
    const { tensor, axes } = await this.ask({ action: 'parse_numbers', picture, form }, deadline);
    return { elements: tensor, axes };
  }

  private async score(order: Order, deadline: Deadline | undefined): Promise<Scored> {
    const { confidences, ...rest } = await this.timed(order, deadline);
    return { scores: labelScores(this.model.labels, confidences), ...rest };
  }

  /** Adds what was neither the one nor the other stage in the worker. */
  private async timed(order: Order, deadline: Deadline | undefined): Promise<Timed> {
    const start = performance.now();
    const result = await this.ask(order, deadline);
    const { confidences, output, tensor, facts, pid } = result;
    const workedOn = { pid, startedAt: toOwnClock(result.startedAt) };
    const worked = Object.values(result.timings).reduce((sum, duration) => sum + duration, 0);
    const queue = Math.max(0, performance.now() - start - worked);
    return { confidences, output, tensor, facts, workedOn, timings: { queue, ...result.timings } };
  }

  private ask(order: Order, { expiresAt, signal }: Partial<Deadline> = {}): Promise<JobResult> {
    return new Promise((resolve, reject) => {
      signal?.throwIfAborted();
      const bytes = order.picture.bytes.length;
      const job: PendingJob = {
        ...order,
        // What a large picture takes is to be decoded; a tensor has that behind it.
        sizeClass: order.action === 'infer' ? 'small' : sizeClassOf(bytes),
        expiresAt: expiresAt ?? Infinity,
        signal,
        resolve,
        reject,
      };
      const worker = this.queue.length === 0 ? this.workerFor(job) : undefined;
      if (worker) {
        this.give(worker, job);
        return;
      }
      // Bodies take different times to come, so more may stand here than were admitted.
      const isFull = this.queue.length >= this.launcher.config.QUEUE_MAX;
      const refusal = isFull ? this.refusal(bytes, job.expiresAt) : undefined;
      if (refusal) throw refusal;
      this.queue.push(job);
    });
  }

  private dispatch(): void {
    for (let job = this.queue.peek(); job; job = this.queue.peek()) {
      const worker = this.workerFor(job);
      if (!worker) return;
      this.queue.shift();
      this.give(worker, job);
    }
  }

  /** Sends a worker what is still of use and has not ended workers before. */
  private give(worker: WorkerProcess, job: PendingJob): void {
    if (performance.now() > job.expiresAt) {
      job.reject(deadlineExceeded());
      return;
    }
    const suspicion = this.suspects.examine(job.picture);
    if (suspicion?.isConvicted) {
      job.reject(quarantined());
      return;
    }
    if (suspicion) job.suspicion = suspicion.digest;
    worker.send(job);
  }

  private ready(): WorkerProcess[] {
    return [...this.workers].filter(({ isReady }) => isReady);
  }

  /**
   * An idle worker, or one that has nothing at hand yet. At hand it is given only what is of the same class, so that nothing
   * small is stuck behind something large, and only what it can answer in time: the queue can still give a picture to
   * another worker, and a worker cannot.
   */
  private workerFor(job: PendingJob): WorkerProcess | undefined {
    const workers = this.ready();
    const idle = workers.find(({ jobs }) => jobs.length === 0);
    if (idle) return idle;
    const cost = this.serviceTimes.of(job.sizeClass) * MARGIN;
    return workers.find(
      ({ jobs, elapsedMs }) =>
        jobs.length < JOBS_AT_A_TIME &&
        jobs[0]!.sizeClass === job.sizeClass &&
        elapsedMs < this.lateMs(jobs[0]!.sizeClass) &&
        performance.now() + 2 * cost <= job.expiresAt,
    );
  }

  /** Gives what waits behind a picture that takes unduly long to other workers. */
  private relieveLate(): void {
    for (const worker of this.workers) {
      const [underWay] = worker.jobs;
      if (underWay && worker.elapsedMs > this.lateMs(underWay.sizeClass))
        this.queue.putBack(worker.takeBack());
    }
    this.dispatch();
  }

  private lateMs(sizeClass: SizeClass): number {
    const mean = this.serviceTimes.of(sizeClass) || this.launcher.config.DECODE_TIMEOUT_MS / LATE.times / 2;
    return Math.max(LATE.leastMs, LATE.times * mean);
  }

  /** @returns milliseconds of workers for what they have been given */
  private workUnderWay(): number {
    let sum = 0;
    for (const { jobs } of this.workers) for (const job of jobs) sum += this.serviceTimes.of(job.sizeClass);
    return sum;
  }

  private untilNextStart(): number {
    if (this.startTimes.size === 0) return 0;
    return Math.max(0, Math.min(...this.startTimes) - performance.now());
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
      // What was taken back may have been looked at after its deadline, or hardly at all, and is another worker's by now.
      if (!job.isTakenBack) {
        this.serviceTimes.record(job.sizeClass, milliseconds);
        if (job.suspicion) this.suspects.acquit(job.suspicion);
      }
      this.dispatch();
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
    this.logger.log(`Worker ${worker.pid} ready, ${this.ready().length} of ${this.launcher.size}`);
    this.dispatch();
  }

  /** @param readyAt performance.now() */
  private replace(worker: WorkerProcess, readyAt: number): void {
    this.workers.delete(worker);
    const [underWay, ...untouched] = worker.jobs;
    if (underWay && !underWay.isTakenBack) {
      this.suspects.accuse(underWay.picture, underWay.suspicion);
      underWay.reject(worker.hasHung ? hung(this.launcher.config.DECODE_TIMEOUT_MS) : crashed());
    }
    this.queue.putBack(untouched.filter(({ isTakenBack }) => !isTakenBack));
    if (!this.launcher.isEnding) {
      const how = worker.hasHung ? 'was killed, because it hung' : `ended (${worker.ending})`;
      const livedMs = Math.round(performance.now() - readyAt);
      this.endCounts[worker.hasHung ? 'hung' : 'crashed']++;
      this.startAfter(`Worker ${worker.pid} ${how} after ${livedMs} ms`, readyAt);
    }
    this.dispatch();
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
