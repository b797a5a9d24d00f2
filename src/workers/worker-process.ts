import type { ChildProcess } from 'node:child_process';
import type { Socket } from 'node:net';
import { performance } from 'node:perf_hooks';
import type { ServedModel } from '../pipeline/classifier.js';
import { ANSWER_KINDS, FrameReader, idAfter, type FrameHeader } from './frame.js';
import type { PendingJob } from './pending-job.js';
import { spawnWorker } from './spawn-worker.js';
import { kindOf } from './task.js';
import { settleJob, toStartError } from './worker-answer.js';
import { writeFrame } from './write-frame.js';

/** One worker and the jobs that it has been sent. */
export class WorkerProcess {
  /** In the order in which it was sent them, which is the one in which it works: the first is under way. */
  readonly jobs: PendingJob[] = [];
  /**
   * With what the worker says of its model.
   * @throws why it could not start
   */
  readonly ready: Promise<ServedModel>;
  /** When the process has ended and all that it answered has been read. */
  readonly ended: Promise<void>;
  isReady = false;
  /** Whether it was killed because it was at one picture for too long. */
  hasHung = false;
  /**
   * Called when it has answered a job, in so many milliseconds, and can be sent another. Where the job was taken back,
   * nothing is to be learnt from that.
   */
  onAnswer: (job: PendingJob, milliseconds: number) => void = () => undefined;
  private readonly child: ChildProcess;
  private readonly sockets: readonly Socket[];
  private nextId = 1;
  /** When it could begin with the job that is under way. */
  private begunAt = 0;
  private longestMs = Infinity;
  private watchdog: NodeJS.Timeout | undefined;

  /**
   * @param file its program
   * @param env from which it reads its settings
   */
  constructor(file: string, env: NodeJS.ProcessEnv) {
    ({ child: this.child, sockets: this.sockets } = spawnWorker(file, env));
    const [first] = this.sockets;
    let resolve!: (model: ServedModel) => void;
    let reject!: (error: Error) => void;
    this.ready = new Promise<ServedModel>((...settle) => ([resolve, reject] = settle));
    // It may fail before anybody asks whether it is ready.
    this.ready.catch(() => undefined);
    const reader = new FrameReader((header, payload) => {
      switch (ANSWER_KINDS[header.kind]) {
        case 'ready':
          this.isReady = true;
          resolve(JSON.parse(payload.toString()) as ServedModel);
          return;
        case 'unfit':
          reject(toStartError(payload));
          return;
        default:
          this.settle(header, payload);
      }
    });
    first?.on('data', (chunk: Buffer) => {
      try {
        reader.push(chunk);
      } catch {
        // What it says is no frame, so nothing that follows can be trusted. Its end is told like any other.
        this.kill();
      }
    });
    first?.once('close', () => (this.isReady = false));
    this.ended = new Promise((done) => {
      this.child.once('error', (cause) => {
        reject(new Error(`a worker cannot be started: ${cause.message}`, { cause }));
        done();
      });
      // After the end of the process and of its socket.
      this.child.once('close', () => {
        reject(new Error(`a worker ended (${this.ending}) before it was ready`));
        done();
      });
    });
  }

  get pid(): number | undefined {
    return this.child.pid;
  }

  /** How it ended: the signal or the exit code. */
  get ending(): string {
    return this.child.signalCode ?? `exit code ${this.child.exitCode}`;
  }

  /** @param milliseconds after which it is taken for hung and killed */
  limitEachJob(milliseconds: number): void {
    this.longestMs = milliseconds;
  }

  send(job: PendingJob): void {
    const { action, form } = job;
    const { bytes, encoding } = job.picture;
    if (this.jobs.push(job) === 1) this.begin();
    writeFrame(this.sockets, kindOf({ action, encoding, ...form }), this.nextId, bytes);
    this.nextId = idAfter(this.nextId);
  }

  /** Milliseconds that it has been at the job that is under way. */
  get elapsedMs(): number {
    return this.jobs.length === 0 ? 0 : performance.now() - this.begunAt;
  }

  /**
   * Takes back what waits behind the job that is under way, to be given to another worker. This one has been sent it and
   * may still come to it; nobody will hear of that.
   */
  takeBack(): PendingJob[] {
    const waiting = this.jobs.slice(1).filter(({ isTakenBack }) => !isTakenBack);
    const nobody = { isTakenBack: true, resolve: () => undefined, reject: () => undefined } as const;
    for (const job of waiting) this.jobs[this.jobs.indexOf(job)] = { ...job, ...nobody };
    return waiting;
  }

  /**
   * Lets it finish what it has been sent, and end.
   * @returns when it has ended
   */
  end(): Promise<void> {
    for (const socket of this.sockets) socket.end();
    return this.ended;
  }

  kill(): void {
    this.isReady = false;
    this.child.kill('SIGKILL');
  }

  /** Starts the clock for the first of its jobs. */
  private begin(): void {
    this.begunAt = performance.now();
    if (!Number.isFinite(this.longestMs)) return;
    this.watchdog ??= setTimeout(() => {
      this.killIfHung();
    }, this.longestMs).unref();
    this.watchdog.refresh();
  }

  private killIfHung(): void {
    const [late] = this.jobs;
    // Where the server itself was held up, an answer may have come that has not been read yet.
    setImmediate(() => {
      setImmediate(() => {
        if (!late || this.jobs[0] !== late) return;
        this.hasHung = true;
        this.kill();
      });
    });
  }

  private settle({ kind, id }: FrameHeader, payload: Buffer): void {
    const job = this.jobs.shift();
    if (!job) throw new Error(`a worker answered job ${id}, which it was not given`);
    const milliseconds = performance.now() - this.begunAt;
    if (this.jobs.length > 0) this.begin();
    settleJob(job, ANSWER_KINDS[kind], payload, this.pid!);
    this.onAnswer(job, milliseconds);
  }
}
