import { performance } from 'node:perf_hooks';
import { Injectable } from '@nestjs/common';
import type { EncodedPicture } from '../decoding/encoded-picture.js';
import type { RequestRecord } from '../http/request-record.js';
import { AskingAgain } from '../pipeline/asking-again.js';
import { Classifier, type Deadline, type PictureFacts, type Scored } from '../pipeline/classifier.js';
import { sideBySide } from '../pipeline/side-by-side.js';
import type { StageTimings } from '../pipeline/stage-timings.js';
import { toSevenDecimals } from '../predict/predictions.js';
import { outputSize, type Size } from '../preprocessing/preprocessing-spec.js';
import { viewRegion, type Region } from '../preprocessing/view-region.js';
import { WorkerPool } from '../workers/worker-pool.js';
import type { ExplanationWish } from './explanation-request.js';
import { chooseLabel } from './label-choice.js';
import { greyedOut, gridFor, patchesOf, type Grid } from './occlusion.js';

/** Whose picture it is. */
export interface Asker {
  readonly record: RequestRecord;
  readonly deadline: Deadline;
}

export interface Explanation {
  readonly label: string;
  readonly confidence: number;
  readonly grid: Grid;
  /** Of each patch, row by row. */
  readonly importance: readonly number[];
  readonly size: Size;
  readonly region: Region;
  /** PNGs. */
  readonly view: Uint8Array;
  readonly overlay: Uint8Array;
  /** Of the whole picture. */
  readonly timings: StageTimings;
}

interface Seen extends Scored {
  readonly pixels: Uint8Array;
  readonly facts: PictureFacts;
}

/**
 * Finds out which parts of a picture a label rests on: each patch of a grid is greyed out in turn, and what that takes from the
 * confidence is its importance (docs/explain.md). It needs nothing of a model but its answers, so it works with every one.
 *
 * All of it gives way to ordinary pictures.
 */
@Injectable()
export class Explainer {
  constructor(
    private readonly classifier: Classifier,
    private readonly workers: WorkerPool,
  ) {}

  /**
   * @param wish whose label is one of the model's
   * @param hasRead called when nothing reads the bytes of the picture any more
   * @throws AppError as Classifier does, and what the signal is aborted with
   */
  async explain(
    wish: ExplanationWish,
    { record, deadline }: Asker,
    hasRead: () => void,
  ): Promise<Explanation> {
    const patient = givingWay(deadline);
    const asking = new AskingAgain(patient);
    const asker = { record, deadline: patient };
    const { pixels, scores, facts, timings } = await this.see(wish.picture, asker, asking).finally(hasRead);
    const spec = this.workers.model.preprocessing;
    const { width, height } = outputSize(spec)!;
    const size = { width, height };
    const grid = gridFor(wish.grid, size);
    const chosen = chooseLabel(scores, wish.label);
    const { label, confidence } = scores[chosen]!;

    const occlusionStart = performance.now();
    const importance = await sideBySide(patchesOf(grid, size), this.classifier.concurrency, async (patch) => {
      const piece = { bytes: greyedOut(pixels, size.width, patch), encoding: 'pixels' } as const;
      const without = await asking.ask(() => this.classifier.classify(piece, patient));
      return toSevenDecimals(confidence - without.scores[chosen]!.confidence);
    });
    record.noteStage('occlude', occlusionStart);

    const drawingStart = performance.now();
    const heat = { ...grid, values: Float64Array.from(importance) };
    const [view, overlay] = await Promise.all([
      this.workers.draw({ pixels }, patient),
      this.workers.draw({ pixels, heat }, patient),
    ]);
    record.noteStage('draw', drawingStart);
    const region = viewRegion(facts, spec);
    return { label, confidence, grid, importance, size, region, view, overlay, timings };
  }

  /** What the model sees of a picture, and what it makes of that. */
  private see(picture: EncodedPicture, { record, deadline }: Asker, asking: AskingAgain): Promise<Seen> {
    return record.picture(picture.bytes.length, async () => {
      const { tensor: pixels, facts, workedOn, timings } = await this.workers.view(picture, deadline);
      const piece = { bytes: pixels, encoding: 'pixels' } as const;
      const whole = await asking.ask(() => this.classifier.classify(piece, deadline));
      return { ...whole, pixels, facts: facts!, workedOn, timings: sum(timings, whole.timings) };
    });
  }
}

function givingWay({ expiresAt, signal, trace }: Deadline): Deadline {
  return { expiresAt, signal, trace, givesWay: true };
}

function sum(one: StageTimings, other: StageTimings): StageTimings {
  const both: Record<string, number> = { ...one };
  for (const [stage, took] of Object.entries(other)) both[stage] = (both[stage] ?? 0) + took;
  return both;
}
