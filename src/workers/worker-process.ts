import { spawn, type ChildProcess } from 'node:child_process';
import type { Socket } from 'node:net';
import { performance } from 'node:perf_hooks';
import { AppError, type ErrorCode } from '../errors.js';
import { ModelError } from '../model/model-error.js';
import type { ServedModel } from '../pipeline/classifier.js';
import { ANSWER_KINDS, FrameReader, SOCKETS, STRIPE_BYTES, encodeHeader, type FrameHeader } from './frame.js';
import type { PendingJob } from './pending-job.js';
import { decodeResult } from './result-frame.js';
import { kindOf } from './task.js';

/**
 * A worker makes little garbage: the pixels are in the memory of its kernels. With V8's default of 16 MB for the young
 * generation each takes 25 MB more, and decodes no faster.
 */
const HEAP_FLAGS = ['--max-semi-space-size=2'];

/** Bytes that are copied in less time than it takes to write them apart from their header. */
const CHEAP_TO_COPY = 32 * 1024;

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
    this.child = spawn(process.execPath, [...HEAP_FLAGS, file], {
      env,
      stdio: ['ignore', 'inherit', 'inherit', ...new Array<'pipe'>(SOCKETS).fill('pipe')],
      // A process group of its own: Ctrl-C at a terminal is for the server, which lets its workers finish.
      detached: true,
    });
    // Where not even a process can be had, there is no stdio either, whatever its type says; `error` follows.
    const stdio = this.child.stdio as unknown as (Socket | null)[] | undefined;
    this.sockets = (stdio?.slice(3) ?? []) as Socket[];
    for (const socket of this.sockets) socket.on('error', () => undefined); // Told by its end.
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
    const header = encodeHeader({
      kind: kindOf({ action, encoding, ...form }),
      id: this.nextId++,
      length: bytes.length,
    });
    const [first] = this.sockets as [Socket];
    if (bytes.length <= CHEAP_TO_COPY) {
      first.write(Buffer.concat([header, bytes]));
      return;
    }
    first.cork();
    first.write(header);
    for (let at = 0, stripe = 0; at < bytes.length; at += STRIPE_BYTES, stripe++) {
      this.sockets[stripe % SOCKETS]!.write(bytes.subarray(at, at + STRIPE_BYTES));
    }
    first.uncork();
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
    switch (ANSWER_KINDS[kind]) {
      case 'result':
        job.resolve({ ...decodeResult(payload), pid: this.pid! });
        break;
      case 'problem': {
        const { code, message } = JSON.parse(payload.toString()) as { code: ErrorCode; message: string };
        job.reject(new AppError(code, message));
        break;
      }
      default: {
        const { message, stack } = JSON.parse(payload.toString()) as { message: string; stack?: string };
        job.reject(Object.assign(new Error(message), { stack }));
      }
    }
    this.onAnswer(job, milliseconds);
  }
}

function toStartError(payload: Buffer): Error {
  const { isModelError, message } = JSON.parse(payload.toString()) as {
    isModelError: boolean;
    message: string;
  };
  return isModelError ? new ModelError(message) : new Error(message);
}
