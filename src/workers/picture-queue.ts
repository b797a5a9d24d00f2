import { performance } from 'node:perf_hooks';
import type { SizeClass } from '../config/size-class.js';
import { AppError } from '../errors.js';
import type { PendingJob } from './pending-job.js';
import type { ServiceTimes } from './service-times.js';

interface Lane {
  readonly jobs: PendingJob[];
  /** Milliseconds of workers that it has been given: its virtual time. */
  given: number;
}

/**
 * The pictures that wait for a worker, in two lanes: small ones and large ones. While both wait, each lane is given half
 * of the workers' time, so that a second of large pictures does not stand before every small one, nor the other way
 * round; within a lane, who comes first goes first. That is start-time fair queueing (Goyal, Vin and Cheng, 1996) of
 * two flows with equal weights.
 *
 * A third lane is for what gives way: it has its turn only while nobody waits in the other two.
 *
 * Who waits longer than its deadline or is no longer wanted leaves the queue by itself.
 */
export class PictureQueue {
  private readonly lanes: Record<SizeClass, Lane> = {
    small: { jobs: [], given: 0 },
    large: { jobs: [], given: 0 },
  };
  private readonly spare: Lane = { jobs: [], given: 0 };
  private readonly leave = new Map<PendingJob, () => void>();

  constructor(private readonly serviceTimes: ServiceTimes) {}

  /** Of the lanes of pictures: what gives way takes nobody's place. */
  get length(): number {
    return this.lanes.small.jobs.length + this.lanes.large.jobs.length;
  }

  /** Whether a job that comes now need not wait for its turn. */
  hasNobodyBefore(job: PendingJob): boolean {
    return this.length === 0 && (!job.givesWay || this.spare.jobs.length === 0);
  }

  push(job: PendingJob): void {
    const lane = this.laneOf(job);
    if (lane.jobs.length === 0) this.wake(lane);
    lane.jobs.push(job);
    this.watch(job);
  }

  /** Puts jobs back that a worker has been given and not begun, before all others of their lanes. */
  putBack(jobs: readonly PendingJob[]): void {
    for (const job of [...jobs].reverse()) {
      if (job.signal?.aborted) {
        job.reject(job.signal.reason as Error);
        continue;
      }
      const lane = this.laneOf(job);
      if (lane.jobs.length === 0) this.wake(lane);
      lane.jobs.unshift(job);
      this.watch(job);
    }
  }

  /** @returns the one whose turn it is, which stays where it is */
  peek(): PendingJob | undefined {
    return this.next().jobs[0];
  }

  /** @returns the one whose turn it is */
  shift(): PendingJob | undefined {
    const lane = this.next();
    const job = lane.jobs.shift();
    if (!job) return undefined;
    lane.given += this.serviceTimes.of(job.sizeClass);
    this.forget(job);
    return job;
  }

  /**
   * @param sizeClass of somebody who would come now
   * @param before others of each class who will have come first, though they are not here yet
   * @returns milliseconds of workers until its turn comes, for all workers together
   */
  workAhead(sizeClass: SizeClass, before: Record<SizeClass, number>): number {
    const work = (of: SizeClass) => (this.lanes[of].jobs.length + before[of]) * this.serviceTimes.of(of);
    const own = work(sizeClass);
    const other = work(sizeClass === 'small' ? 'large' : 'small');
    // While its own lane has its turns, the other one has as much time and no more.
    return own + Math.min(own, other);
  }

  private laneOf({ givesWay, sizeClass }: PendingJob): Lane {
    return givesWay ? this.spare : this.lanes[sizeClass];
  }

  private next(): Lane {
    const { small, large } = this.lanes;
    if (this.length === 0) return this.spare;
    if (large.jobs.length === 0) return small;
    return small.jobs.length > 0 && small.given <= large.given ? small : large;
  }

  /** A lane gets no credit for the time in which nobody waited in it. */
  private wake(lane: Lane): void {
    const { small, large } = this.lanes;
    const other = lane === small ? large : small;
    lane.given = Math.max(lane.given, other.given);
  }

  private watch(job: PendingJob): void {
    const { signal, expiresAt } = job;
    const onAbort = () => {
      this.remove(job);
      job.reject(signal!.reason as Error);
    };
    const timer = Number.isFinite(expiresAt)
      ? setTimeout(() => {
          this.remove(job);
          job.reject(deadlineExceeded());
        }, expiresAt - performance.now())
      : undefined;
    signal?.addEventListener('abort', onAbort, { once: true });
    this.leave.set(job, () => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', onAbort);
    });
  }

  private remove(job: PendingJob): void {
    const { jobs } = this.laneOf(job);
    jobs.splice(jobs.indexOf(job), 1);
    this.forget(job);
  }

  private forget(job: PendingJob): void {
    this.leave.get(job)?.();
    this.leave.delete(job);
  }
}

export function deadlineExceeded(): AppError {
  return new AppError(
    'deadline_exceeded',
    'expected a worker to be free before the deadline (REQUEST_TIMEOUT_MS, X-Request-Timeout-Ms), but none was; send it ' +
      'once more, later or with a longer deadline',
  );
}
