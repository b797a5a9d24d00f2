import { performance } from 'node:perf_hooks';
import { Injectable, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import type { SizeClass } from '../config/size-class.js';
import type { EncodedPicture } from '../decoding/encoded-picture.js';
import type { AppError } from '../errors.js';
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
import { encodeDrawing, type Drawing } from './drawing-frame.js';
import { JOBS_AT_A_TIME, JobDispatcher, type Order } from './job-dispatcher.js';
import { toOwnClock } from './machine-clock.js';
import type { JobResult } from './pending-job.js';
import { ANY_FORM } from './task.js';
import { WorkerCrew, type WorkerEnd } from './worker-crew.js';
import { WorkerLauncher } from './worker-launcher.js';

/** How often workers are looked at that take long. */
const LOOK_MS = 100;
const NOBODY: Record<SizeClass, number> = { small: 0, large: 0 };

/** A picture that has been decoded and prepared, and how that went. */
export type Prepared = Pick<JobResult, 'tensor'> & Pick<Scored, 'timings' | 'facts' | 'workedOn'>;

type Timed = Prepared & Pick<JobResult, 'confidences' | 'output'>;

/**
 * Classifies in other processes: the encoded bytes go to a worker, the scores come back, and whatever a decoder or a
 * model does there, the server's event loop stays free and alive (docs/decisions/0008-worker-processes.md).
 *
 * Which worker is given what and when is JobDispatcher's matter; that there are workers, and others for those that end,
 * is WorkerCrew's. A worker that dies or hangs takes the picture with it that was under way; the one that waited behind it
 * is given to another.
 */
@Injectable()
export class WorkerPool extends Classifier implements OnModuleInit, OnApplicationShutdown {
  override readonly isSettled = true;
  private readonly crew: WorkerCrew;
  private readonly dispatcher: JobDispatcher;
  private looking: NodeJS.Timeout | undefined;

  constructor(private readonly launcher: WorkerLauncher) {
    super();
    this.crew = new WorkerCrew(launcher);
    this.dispatcher = new JobDispatcher(launcher.config, this.crew);
  }

  /** @throws Error before the first worker is ready */
  override get model(): ServedModel {
    const { model } = this.crew;
    if (!model) throw new Error('expected a worker to be ready before its model is asked for');
    return model;
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
    return this.crew.ready.map(({ pid }) => pid!);
  }

  /** Pictures that wait for a worker. */
  get queueLength(): number {
    return this.dispatcher.queueLength;
  }

  /** Pictures that workers have been given. */
  get jobs(): number {
    return this.dispatcher.jobs;
  }

  /** How many workers have ended that were still wanted, those that did not start included; each has been replaced. */
  get ends(): Readonly<Record<WorkerEnd, number>> {
    return this.crew.ends;
  }

  /** For people who look at the health report. */
  get condition(): { live: number; wanted: number; ended_in_a_row: number; next_start_in_ms: number } {
    return {
      live: this.crew.ready.length,
      wanted: this.launcher.size,
      ended_in_a_row: this.crew.failuresInARow,
      next_start_in_ms: Math.round(this.crew.untilNextStart),
    };
  }

  /**
   * Waits for half of the workers.
   * @throws what keeps a worker from starting: a model that cannot be served, a failed self-test
   */
  async onModuleInit(): Promise<void> {
    await this.crew.open();
    this.looking = setInterval(() => {
      this.dispatcher.relieveLate();
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
  refusal(bytes: number, expiresAt: number, before = NOBODY): AppError | undefined {
    return this.dispatcher.refusal(bytes, expiresAt, before);
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
    const { tensor, axes } = await this.dispatcher.ask({ action: 'parse_numbers', picture, form }, deadline);
    return { elements: tensor, axes };
  }

  /**
   * What the model sees of a picture: decoded, resized and cropped, before it is normalised.
   * @returns in place of the tensor rows of R, G, B from the top, which `classify` takes as `pixels`
   * @throws AppError as `classify` does
   */
  async view(picture: EncodedPicture, deadline?: Deadline): Promise<Prepared> {
    return this.timed({ action: 'view', picture, form: ANY_FORM }, deadline);
  }

  /**
   * @returns a PNG of the size that the model sees
   * @throws AppError as `classify` does where jobs wait for one another
   */
  async draw(drawing: Drawing, deadline?: Deadline): Promise<Uint8Array> {
    const picture = { bytes: encodeDrawing(drawing), encoding: 'binary' } as const;
    const { tensor } = await this.dispatcher.ask({ action: 'draw', picture, form: ANY_FORM }, deadline);
    return tensor;
  }

  private async score(order: Order, deadline: Deadline | undefined): Promise<Scored> {
    const { confidences, ...rest } = await this.timed(order, deadline);
    return { scores: labelScores(this.model.labels, confidences), ...rest };
  }

  /** Adds what was neither the one nor the other stage in the worker. */
  private async timed(order: Order, deadline: Deadline | undefined): Promise<Timed> {
    const start = performance.now();
    const result = await this.dispatcher.ask(order, deadline);
    const { confidences, output, tensor, facts, pid } = result;
    const workedOn = { pid, startedAt: toOwnClock(result.startedAt) };
    const worked = Object.values(result.timings).reduce((sum, duration) => sum + duration, 0);
    const queue = Math.max(0, performance.now() - start - worked);
    return { confidences, output, tensor, facts, workedOn, timings: { queue, ...result.timings } };
  }
}
