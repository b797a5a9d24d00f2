import type { ServerResponse } from 'node:http';
import { performance } from 'node:perf_hooks';
import type { Response } from 'express';
import { AppError, type ErrorCode } from '../errors.js';
import type { LabelScore, PictureFacts, Scored, WorkedOn } from '../pipeline/classifier.js';
import type { StageTimings } from '../pipeline/stage-timings.js';
import type { TraceContext } from '../pipeline/trace-context.js';
import { ClientGone } from './request-deadline.js';

/** What the server itself does for a request, beside the stages of its pictures. */
export type RequestStage = 'receive' | 'parse' | 'postprocess' | 'occlude' | 'draw';

/** A stretch of time, in milliseconds of performance.now(). */
export interface Period {
  readonly startedAt: number;
  readonly endedAt: number;
}

export interface StagePeriod extends Period {
  readonly stage: RequestStage;
}

/** One picture, or tensor, of a request: from when a classifier was asked until it answered. */
export interface PictureRecord extends Period {
  /** As it came: those of base64, where it came so. */
  readonly bytes: number;
  /** Of its problem; undefined where it was classified. */
  readonly code: ErrorCode | undefined;
  readonly timings: StageTimings;
  /** Unknown where it was not classified, or is a tensor. */
  readonly facts: PictureFacts | undefined;
  /** Unknown where it was not classified. */
  readonly workedOn: WorkedOn | undefined;
  /** The label of the highest confidence. */
  readonly best: LabelScore | undefined;
}

/** What is noted of a picture when it has been worked on. */
type PictureResult = Pick<Scored, 'timings' | 'facts' | 'workedOn'> & Partial<Pick<Scored, 'scores'>>;

/** What every log line of a request begins with. */
export interface LogIds {
  readonly request_id: string;
  readonly trace_id: string | undefined;
  readonly span_id: string | undefined;
}

/**
 * What a request was and what came of it: the access log, the metrics and the traces are all written from this one
 * record, when the request has ended. Nothing of a payload is kept in it.
 */
export class RequestRecord {
  readonly startedAt = performance.now();
  /** When the answer was sent or the client had gone; undefined until then. */
  endedAt: number | undefined;
  /** The template of its path, such as /v2/models/:model/infer; undefined where no route is known. */
  route: string | undefined;
  /** Of the answer; undefined where the client left before there was one. */
  status: number | undefined;
  /** Of the problem that was answered. */
  code: ErrorCode | undefined;
  /** The name of the API key that it came with, never the key. */
  keyName: string | undefined;
  /** Of its body. */
  bytes = 0;
  /** How many labels were answered, those of all pictures together; undefined where none were to be. */
  labels: number | undefined;
  /** The trace that it says it is part of, or that was begun for it. */
  trace: TraceContext | undefined;
  /** The problem that was written to the connection itself, because the rest of the request did not come as it should. */
  lastAnswer: AppError | undefined;
  /** In the order in which they ended. */
  readonly stages: StagePeriod[] = [];
  /** In the order in which they were done with. */
  readonly pictures: PictureRecord[] = [];

  /**
   * @param path without a query
   * @param client the address, as far as TRUST_PROXY allows to know it
   */
  constructor(
    readonly requestId: string,
    readonly method: string,
    readonly path: string,
    readonly client: string | undefined,
  ) {}

  /** @returns undefined where a request was answered before it was recorded */
  static find(response: ServerResponse & Partial<Pick<Response, 'locals'>>): RequestRecord | undefined {
    return response.locals?.record as RequestRecord | undefined;
  }

  /** @throws Error for a response whose request was not recorded */
  static of(response: Response): RequestRecord {
    const record = RequestRecord.find(response);
    if (!record) throw new Error('expected recordRequests to come before whatever asks for a record');
    return record;
  }

  /** For the log. */
  get ids(): LogIds {
    const { requestId: request_id, trace } = this;
    return { request_id, trace_id: trace?.traceId, span_id: trace?.spanId };
  }

  /** How long each stage took, in milliseconds; one that had several parts is one all the same. */
  get stageTimes(): Partial<Record<RequestStage, number>> {
    const sums: Partial<Record<RequestStage, number>> = {};
    for (const { stage, startedAt, endedAt } of this.stages) {
      sums[stage] = (sums[stage] ?? 0) + endedAt - startedAt;
    }
    return sums;
  }

  /** How many of the pictures were not classified. */
  get failedPictures(): number {
    return this.pictures.filter(({ code }) => code !== undefined).length;
  }

  /** Notes a stage that ends now. */
  noteStage(stage: RequestStage, startedAt: number): void {
    this.stages.push({ stage, startedAt, endedAt: performance.now() });
  }

  /** Notes what comes of a picture, which has no scores where only its view is asked for; what it throws is thrown on. */
  async picture<T extends PictureResult>(bytes: number, work: () => Promise<T>): Promise<T> {
    const startedAt = performance.now();
    try {
      const result = await work();
      const { timings, facts, workedOn, scores = [] } = result;
      const ended = { startedAt, endedAt: performance.now() };
      this.pictures.push({
        ...ended,
        bytes,
        code: undefined,
        timings,
        facts,
        workedOn,
        best: bestOf(scores),
      });
      return result;
    } catch (error) {
      // Nobody knows what would have come of it.
      if (!(error instanceof ClientGone)) this.refusedPicture(bytes, codeOf(error), startedAt);
      throw error;
    }
  }

  /** @param startedAt when its classification was asked for; it is now where that was not even done */
  refusedPicture(bytes: number, code: ErrorCode, startedAt = performance.now()): void {
    const endedAt = performance.now();
    // The longest waits for a worker are those that came to nothing.
    const timings = code === 'deadline_exceeded' ? { queue: endedAt - startedAt } : {};
    const unknown = { facts: undefined, workedOn: undefined, best: undefined };
    this.pictures.push({ startedAt, endedAt, bytes, code, timings, ...unknown });
  }

  /** Adds to the labels that are answered. */
  addLabels(count: number): void {
    this.labels = (this.labels ?? 0) + count;
  }
}

function codeOf(error: unknown): ErrorCode {
  return error instanceof AppError ? error.code : 'internal_error';
}

/** Of equals the first, as predictions have it. */
function bestOf(scores: readonly LabelScore[]): LabelScore | undefined {
  let best = scores[0];
  for (const score of scores) if (score.confidence > best!.confidence) best = score;
  return best;
}
