import type { EncodedPicture } from '../decoding/encoded-picture.js';
import type { ImageFormat } from '../decoding/formats.js';
import type { GraphDescription } from '../model/graph-description.js';
import type { ModelCard } from '../model/model.provider.js';
import type { PreprocessingSpec } from '../preprocessing/preprocessing-spec.js';
import type { StageTimings } from './stage-timings.js';
import type { TraceContext } from './trace-context.js';

/** What a loaded model says of itself. */
export interface ServedModel {
  readonly card: ModelCard;
  /** In the order of the scores. */
  readonly labels: readonly string[];
  /** How it has pictures prepared. */
  readonly preprocessing: PreprocessingSpec;
  readonly graph: GraphDescription;
}

export interface LabelScore {
  label: string;
  /** From 0 to 1. */
  confidence: number;
}

/** What a picture was found to be. */
export interface PictureFacts {
  readonly format: ImageFormat;
  /** Pixels of the picture that was sent, upright. */
  readonly width: number;
  readonly height: number;
}

/** Who worked on a picture, and from when on (performance.now() of the process that reads this). */
export interface WorkedOn {
  readonly pid: number;
  readonly startedAt: number;
}

export interface Scored {
  /** Every label of the model, in the model's order. */
  scores: LabelScore[];
  /** The graph's own row of scores, one for each of `model.graph.classNames`. */
  output: Float64Array;
  timings: StageTimings;
  /** Absent for a tensor. */
  facts?: PictureFacts | undefined;
  /** Absent where no other process was asked. */
  workedOn?: WorkedOn | undefined;
}

/** How long an answer is of use, and to whom. */
export interface Deadline {
  /** When it comes too late (performance.now()). */
  readonly expiresAt: number;
  /** Aborted when whoever asked has gone. */
  readonly signal: AbortSignal;
  /** Of whoever asked, for calls to other servers. */
  readonly trace?: TraceContext | undefined;
  /** Whether everybody else goes first: it is worked on only with what nobody else has a use for. */
  readonly givesWay?: boolean;
}

/**
 * From a picture to the confidence of every label. Two classes do it: PipelineService in its own process, and
 * WorkerPool by handing the picture to a process that holds a PipelineService. The abstract class is the injection
 * token of whatever needs answers and does not care where they are worked out.
 */
export abstract class Classifier {
  /** Known once the application has started. */
  abstract readonly model: ServedModel;
  /** Whether `model` is what it says; false while whoever runs the graph has not told the names and the form of it. */
  abstract readonly isSettled: boolean;
  /** Pictures of one request that are worth being under way at a time; more would only stand in the way of others. */
  abstract readonly concurrency: number;

  /**
   * @throws AppError `invalid_base64`, `malformed_json` (for `json_base64`), `image_empty`, `image_corrupt`,
   * `unsupported_image_format`, `image_too_large`; where pictures wait for one another also `deadline_exceeded`, and what
   * the signal is aborted with
   */
  abstract classify(picture: EncodedPicture, deadline?: Deadline): Promise<Scored>;

  /**
   * Scores a picture that has been decoded and prepared elsewhere.
   * @param tensor the elements of one picture in little-endian bytes, in the layout and data type of
   * `model.preprocessing`
   * @throws AppError `validation_failed` for a tensor that is none, or whose scores are not finite; else as `classify` does where pictures wait for one another
   */
  abstract infer(tensor: Uint8Array, deadline?: Deadline): Promise<Scored>;
}

/** Puts the labels beside their confidences. */
export function labelScores(labels: readonly string[], confidences: Float64Array): LabelScore[] {
  return labels.map((label, i) => ({ label, confidence: confidences[i]! }));
}
