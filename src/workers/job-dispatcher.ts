import { performance } from 'node:perf_hooks';
import type { AppConfig } from '../config/app-config.js';
import { sizeClassOf, type SizeClass } from '../config/size-class.js';
import type { AppError } from '../errors.js';
import type { Deadline } from '../pipeline/classifier.js';
import { MARGIN, refusalUnder } from './overload.js';
import type { JobResult, PendingJob } from './pending-job.js';
import { PictureQueue, deadlineExceeded } from './picture-queue.js';
import { ServiceTimes } from './service-times.js';
import { Suspects } from './suspects.js';
import type { WorkerCrew } from './worker-crew.js';
import { crashed, hung, quarantined } from './worker-problems.js';
import type { WorkerProcess } from './worker-process.js';

/**
 * Jobs that a worker has at a time: one under way and one at hand, so that it never waits for the server's event loop
 * in between. More would only take them away from workers that become free earlier.
 */
export const JOBS_AT_A_TIME = 2;
/** A worker at a picture for so many times the mean, and so long at least, may hang: what waits behind it goes elsewhere. */
const LATE = { times: 8, leastMs: 500 };

/** What a worker is to do, and with what. */
export type Order = Pick<PendingJob, 'action' | 'picture' | 'form'>;

/** Gives jobs to workers, and has them wait while there is none for them. */
export class JobDispatcher {
  private readonly serviceTimes = new ServiceTimes();
  private readonly queue = new PictureQueue(this.serviceTimes);
  private readonly suspects = new Suspects();

  constructor(
    private readonly config: AppConfig,
    private readonly crew: WorkerCrew,
  ) {
    crew.onReady = () => {
      this.dispatch();
    };
    crew.onAnswer = (job, milliseconds) => {
      // What was taken back may have been looked at after its deadline, or hardly at all, and is another worker's by now.
      if (!job.isTakenBack) {
        // What gives way is a part of a picture's work, and says nothing of how long a whole one takes.
        if (!job.givesWay) this.serviceTimes.record(job.sizeClass, milliseconds);
        if (job.suspicion) this.suspects.acquit(job.suspicion);
      }
      this.dispatch();
    };
    crew.onEnd = (jobs, hasHung) => {
      this.bury(jobs, hasHung);
      this.dispatch();
    };
  }

  /** Jobs that wait for a worker, but for those that give way. */
  get queueLength(): number {
    return this.queue.length;
  }

  /** Jobs that workers have been given. */
  get jobs(): number {
    return [...this.crew.all].reduce((sum, { jobs }) => sum + jobs.length, 0);
  }

  /** As WorkerPool.refusal. */
  refusal(bytes: number, expiresAt: number, before: Record<SizeClass, number>): AppError | undefined {
    const sizeClass = sizeClassOf(bytes);
    const live = this.crew.ready;
    return refusalUnder(
      {
        length: this.queue.length + before.small + before.large,
        max: this.config.QUEUE_MAX,
        workMs: this.queue.workAhead(sizeClass, before) + this.workUnderWay(),
        serviceMs: this.serviceTimes.of(sizeClass),
        workers: live.length,
        isAnyIdle: live.some(({ jobs }) => jobs.length === 0),
        untilNextStartMs: this.crew.untilNextStart,
      },
      expiresAt - performance.now(),
    );
  }

  /** @throws AppError as WorkerPool.classify does */
  ask(order: Order, { expiresAt, signal, givesWay }: Partial<Deadline> = {}): Promise<JobResult> {
    return new Promise((resolve, reject) => {
      signal?.throwIfAborted();
      const bytes = order.picture.bytes.length;
      const job: PendingJob = {
        ...order,
        sizeClass: isToBeDecoded(order) ? sizeClassOf(bytes) : 'small',
        expiresAt: expiresAt ?? Infinity,
        signal,
        givesWay,
        resolve,
        reject,
      };
      const worker = this.queue.hasNobodyBefore(job) ? this.workerFor(job) : undefined;
      if (worker) {
        this.give(worker, job);
        return;
      }
      // Bodies take different times to come, so more may stand here than were admitted.
      const isFull = !givesWay && this.queue.length >= this.config.QUEUE_MAX;
      const refusal = isFull ? this.refusal(bytes, job.expiresAt, { small: 0, large: 0 }) : undefined;
      if (refusal) throw refusal;
      this.queue.push(job);
    });
  }

  /** Gives what waits behind a picture that takes unduly long to other workers. */
  relieveLate(): void {
    for (const worker of this.crew.all) {
      const [underWay] = worker.jobs;
      if (underWay && worker.elapsedMs > this.lateMs(underWay.sizeClass))
        this.queue.putBack(worker.takeBack());
    }
    this.dispatch();
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

  /** What was under way in a worker that has ended is lost, and everything behind it waits again. */
  private bury([underWay, ...untouched]: readonly PendingJob[], hasHung: boolean): void {
    if (underWay && !underWay.isTakenBack) {
      this.suspects.accuse(underWay.picture, underWay.suspicion);
      underWay.reject(hasHung ? hung(this.config.DECODE_TIMEOUT_MS) : crashed());
    }
    this.queue.putBack(untouched.filter(({ isTakenBack }) => !isTakenBack));
  }

  /**
   * An idle worker, or one that has nothing at hand yet. At hand it is given only what is of the same class, so that nothing
   * small is stuck behind something large, and only what it can answer in time: the queue can still give a picture to
   * another worker, and a worker cannot.
   */
  private workerFor(job: PendingJob): WorkerProcess | undefined {
    const workers = this.crew.ready;
    const [idle, another] = workers.filter(({ jobs }) => jobs.length === 0);
    // Whoever comes next finds a worker at once, or, where there is one alone, waits for one piece of work and no more.
    if (job.givesWay) return another || workers.length === 1 ? idle : undefined;
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

  private lateMs(sizeClass: SizeClass): number {
    const mean = this.serviceTimes.of(sizeClass) || this.config.DECODE_TIMEOUT_MS / LATE.times / 2;
    return Math.max(LATE.leastMs, LATE.times * mean);
  }

  /** @returns milliseconds of workers for what they have been given */
  private workUnderWay(): number {
    let sum = 0;
    for (const { jobs } of this.crew.all) for (const job of jobs) sum += this.serviceTimes.of(job.sizeClass);
    return sum;
  }
}

/** What a large picture takes is to be decoded; a tensor, or the pixels that the model sees, have that behind them. */
function isToBeDecoded({ action, picture }: Order): boolean {
  return action !== 'infer' && action !== 'draw' && picture.encoding !== 'pixels';
}
