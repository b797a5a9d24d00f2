import { performance } from 'node:perf_hooks';
import { Injectable } from '@nestjs/common';
import { decodeBase64Bytes } from '../decoding/base64-bytes.js';
import { DecodingService } from '../decoding/decoding.service.js';
import type { EncodedPicture } from '../decoding/encoded-picture.js';
import type { RgbRows } from '../decoding/rgb-image.js';
import { Kernels } from '../kernels/kernels.js';
import { ModelProvider } from '../model/model.provider.js';
import { PreprocessingService } from '../preprocessing/preprocessing.service.js';
import { neededSize } from '../preprocessing/target-size.js';
import type { Tensor } from '../preprocessing/tensor.js';
import { Classifier, labelScores, type Scored, type ServedModel } from './classifier.js';
import type { StageTimings } from './stage-timings.js';

/**
 * The one way from a picture to scores; every door of the server leads here. Pictures go one after another, because
 * they share the kernels' memory; side by side they go in several processes (WorkerPool).
 */
@Injectable()
export class PipelineService extends Classifier {
  /** The end of the picture that is worked on, if there is one. */
  private last: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly kernels: Kernels,
    private readonly decoding: DecodingService,
    private readonly preprocessing: PreprocessingService,
    private readonly provider: ModelProvider,
  ) {
    super();
  }

  override get model(): ServedModel {
    const { card, labels, preprocessing } = this.provider;
    return { card, labels, preprocessing };
  }

  override classify(picture: EncodedPicture): Promise<Scored> {
    const scored = this.last.then(() => this.classifyNext(picture));
    this.last = scored.catch(() => undefined);
    return scored;
  }

  private async classifyNext({ bytes, encoding }: EncodedPicture): Promise<Scored> {
    this.kernels.reset();
    const timings: StageTimings = {};
    const start = performance.now();
    const file = encoding === 'binary' ? bytes : decodeBase64Bytes(this.kernels, bytes, encoding);
    const hasFile = performance.now();
    if (encoding !== 'binary') timings.base64 = hasFile - start;
    const { tensor, preprocess } = await this.decoding.decode(file, {
      sizeFor: (full) => neededSize(full, this.provider.preprocessing),
      consume: (rows) => this.preprocess(rows),
    });
    const hasTensor = performance.now();
    timings.decode = hasTensor - hasFile - preprocess;
    timings.preprocess = preprocess;
    const confidences = await this.provider.infer(tensor);
    timings.inference = performance.now() - hasTensor;
    return { scores: labelScores(this.provider.labels, confidences), timings };
  }

  /** @returns the tensor, and the milliseconds that it took; decoding goes on meanwhile and is not counted */
  private preprocess(rows: RgbRows): { tensor: Tensor; preprocess: number } {
    const start = performance.now();
    const { strips, elapsed } = timed(rows.strips);
    const tensor = this.preprocessing.preprocess({ ...rows, strips }, this.provider.preprocessing);
    return { tensor, preprocess: performance.now() - start - elapsed() };
  }
}

/** The same strips, and the milliseconds that their source took for them so far. */
function timed(strips: Iterable<Uint8Array>): { strips: Iterable<Uint8Array>; elapsed: () => number } {
  let elapsed = 0;
  function* generate(): Iterable<Uint8Array> {
    let askedAt = performance.now();
    for (const strip of strips) {
      elapsed += performance.now() - askedAt;
      yield strip;
      askedAt = performance.now();
    }
    elapsed += performance.now() - askedAt;
  }
  return { strips: generate(), elapsed: () => elapsed };
}
