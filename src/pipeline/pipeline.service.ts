import { performance } from 'node:perf_hooks';
import { Injectable } from '@nestjs/common';
import { decodeBase64Bytes } from '../decoding/base64-bytes.js';
import { DecodingService } from '../decoding/decoding.service.js';
import type { EncodedPicture } from '../decoding/encoded-picture.js';
import type { RgbRows } from '../decoding/rgb-image.js';
import { AppError } from '../errors.js';
import { Kernels } from '../kernels/kernels.js';
import { confidencesOf } from '../model/confidences.js';
import { UnsoundScores } from '../model/model-error.js';
import { ModelProvider } from '../model/model.provider.js';
import { pixelSpec, type PreprocessingSpec } from '../preprocessing/preprocessing-spec.js';
import { PreprocessingService } from '../preprocessing/preprocessing.service.js';
import { neededSize } from '../preprocessing/target-size.js';
import type { Tensor } from '../preprocessing/tensor.js';
import { Classifier, labelScores, type PictureFacts, type Scored, type ServedModel } from './classifier.js';
import type { StageTimings } from './stage-timings.js';
import { bytesOf, tensorOf, type TensorForm } from './tensor-bytes.js';

/** A picture that is ready for the graph. */
interface Prepared<T> {
  tensor: T;
  timings: StageTimings;
  /** Absent for pixels. */
  facts?: PictureFacts | undefined;
}

/**
 * The one way from a picture to scores; every door of the server leads here. Pictures go one after another, because
 * they share the kernels' memory; side by side they go in several processes (WorkerPool).
 */
@Injectable()
export class PipelineService extends Classifier {
  override readonly concurrency = 1;
  override readonly isSettled = true;
  /** The end of the picture that is worked on, if there is one. */
  private last: Promise<unknown> = Promise.resolve();
  private readonly specs = new Map<string, PreprocessingSpec>();
  private pixels: PreprocessingSpec | undefined;

  constructor(
    private readonly kernels: Kernels,
    private readonly decoding: DecodingService,
    private readonly preprocessing: PreprocessingService,
    private readonly provider: ModelProvider,
  ) {
    super();
  }

  override get model(): ServedModel {
    const { card, labels, preprocessing, graph } = this.provider;
    return { card, labels, preprocessing, graph };
  }

  override classify(picture: EncodedPicture): Promise<Scored> {
    return this.inTurn(async () => {
      const { tensor, timings, facts } = await this.toTensor(picture, this.provider.preprocessing);
      return { ...(await this.score(tensor, timings)), facts };
    });
  }

  override infer(tensor: Uint8Array): Promise<Scored> {
    return this.inTurn(() =>
      this.score(tensorOf(tensor, this.provider.preprocessing), {}).catch((error: unknown) => {
        throw error instanceof UnsoundScores ? toBadTensor(error) : error;
      }),
    );
  }

  /**
   * Decodes and prepares a picture for a graph that is run elsewhere.
   * @param form how that graph takes it
   * @returns the elements of the tensor in little-endian bytes
   * @throws AppError as `classify` does
   */
  prepare(picture: EncodedPicture, form: TensorForm): Promise<Prepared<Uint8Array>> {
    return this.inTurn(async () => {
      const { tensor, ...rest } = await this.toTensor(picture, this.specFor(form));
      // A copy, because the next picture is prepared in the same memory.
      return { tensor: bytesOf(tensor).slice(), ...rest };
    });
  }

  /**
   * What the model sees of a picture: decoded, resized and cropped, before it is normalised.
   * @returns rows of R, G, B from the top, which `classify` takes in place of the picture (`pixels`)
   * @throws AppError as `classify` does
   */
  view(picture: EncodedPicture): Promise<Prepared<Uint8Array>> {
    return this.inTurn(async () => {
      this.pixels ??= pixelSpec(this.provider.preprocessing);
      const { tensor, ...rest } = await this.toTensor(picture, this.pixels);
      return { tensor: bytesOf(tensor).slice(), ...rest };
    });
  }

  /** Runs one piece of work after the other. */
  private inTurn<T>(work: () => Promise<T>): Promise<T> {
    const done = this.last.then(work);
    this.last = done.catch(() => undefined);
    return done;
  }

  private async toTensor(
    { bytes, encoding }: EncodedPicture,
    spec: PreprocessingSpec,
  ): Promise<Prepared<Tensor>> {
    this.kernels.reset();
    const timings: StageTimings = {};
    const start = performance.now();
    if (encoding === 'pixels') {
      const tensor = this.preprocessing.normalizePixels(bytes, spec);
      return { tensor, timings: { preprocess: performance.now() - start } };
    }
    const file = encoding === 'binary' ? bytes : decodeBase64Bytes(this.kernels, bytes, encoding);
    const hasFile = performance.now();
    if (encoding !== 'binary') timings.base64 = hasFile - start;
    const { tensor, preprocess, facts } = await this.decoding.decode(file, {
      sizeFor: (full) => neededSize(full, spec),
      consume: (rows, format) => ({
        ...this.preprocess(rows, spec),
        facts: { format, ...rows.fullSize },
      }),
    });
    timings.decode = performance.now() - hasFile - preprocess;
    timings.preprocess = preprocess;
    return { tensor, timings, facts };
  }

  private async score(tensor: Tensor, timings: StageTimings): Promise<Scored> {
    const start = performance.now();
    const output = await this.provider.run(tensor);
    const confidences = confidencesOf(output, this.provider.graph);
    const inference = performance.now() - start;
    return {
      scores: labelScores(this.provider.labels, confidences),
      output,
      timings: { ...timings, inference },
    };
  }

  /** The same object for the same form, because the tables of the preprocessing are kept by it. */
  private specFor({ layout, dataType }: TensorForm): PreprocessingSpec {
    const known = this.specs.get(`${layout} ${dataType}`);
    if (known) return known;
    const spec = { ...this.provider.preprocessing, layout, dataType };
    this.specs.set(`${layout} ${dataType}`, spec);
    return spec;
  }

  /** @returns the tensor, and the milliseconds that it took; decoding goes on meanwhile and is not counted */
  private preprocess(rows: RgbRows, spec: PreprocessingSpec): { tensor: Tensor; preprocess: number } {
    const start = performance.now();
    const { strips, elapsed } = timed(rows.strips);
    const tensor = this.preprocessing.preprocess({ ...rows, strips }, spec);
    return { tensor, preprocess: performance.now() - start - elapsed() };
  }
}

/** Of a tensor that was made elsewhere: each of its numbers is finite, and yet they are no picture's. */
function toBadTensor(cause: UnsoundScores): AppError {
  return new AppError(
    'validation_failed',
    'expected a tensor for which the graph gives finite scores, or probabilities where it says so, received one for ' +
      'which it does not; ' +
      'prepare the picture as GET /model describes it',
    { cause },
  );
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
