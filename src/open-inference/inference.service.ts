import { performance } from 'node:perf_hooks';
import { Injectable } from '@nestjs/common';
import { AppError } from '../errors.js';
import { inferenceErrorStatus } from '../http/inference-error.js';
import type { RequestRecord } from '../http/request-record.js';
import { AskingAgain } from '../pipeline/asking-again.js';
import { Classifier, type Deadline, type Scored } from '../pipeline/classifier.js';
import { sideBySide } from '../pipeline/side-by-side.js';
import { ELEMENT_ARRAYS } from '../preprocessing/tensor.js';
import { WorkerPool } from '../workers/worker-pool.js';
import { badRequest } from './bad-request.js';
import { elementsOf, type InferenceInput, type NumbersInput } from './inference-input.js';

/** A picture or a tensor, and how it is scored. */
interface Item {
  bytes: number;
  score: () => Promise<Scored>;
}

/** Has the pictures of one request scored by all workers. */
@Injectable()
export class InferenceService {
  constructor(
    private readonly classifier: Classifier,
    private readonly workers: WorkerPool,
  ) {}

  /**
   * @param record where each picture is noted
   * @returns the scores of each picture, in their order
   * @throws AppError as Classifier does; what is wrong with a picture names it
   */
  async score(
    input: InferenceInput,
    record: RequestRecord,
    deadline: Deadline | undefined,
  ): Promise<Scored[]> {
    switch (input.kind) {
      case 'pictures':
        return this.each(
          input.pictures.map((picture) => ({
            bytes: picture.bytes.length,
            score: () => this.classifier.classify(picture, deadline),
          })),
          record,
          deadline,
        );
      case 'tensor':
        return this.scoreTensor(input.bytes, input.count, record, deadline);
      case 'numbers': {
        const start = performance.now();
        const bytes = await this.parse(input, deadline);
        record.noteStage('parse', start);
        return this.scoreTensor(bytes, input.count, record, deadline);
      }
    }
  }

  private async parse({ text, shape }: NumbersInput, deadline: Deadline | undefined): Promise<Uint8Array> {
    const place = 'inputs[0].data';
    const { dataType } = this.classifier.model.preprocessing;
    const { elements, axes } = await this.workers
      .parseNumbers(text, dataType, deadline)
      .catch((error: unknown) => {
        throw error instanceof AppError ? restated(error, place, /^data: /) : error;
      });
    const expected = elementsOf(shape);
    const received = elements.length / ELEMENT_ARRAYS[dataType].BYTES_PER_ELEMENT;
    if (received !== expected) {
      throw badRequest(place, `expected ${expected} numbers, as shape says, received ${received}`);
    }
    if (axes.length > 1 && axes.join() !== shape.join()) {
      throw badRequest(
        place,
        `expected the numbers flat, or nested as shape says, [${shape.join(', ')}]; received [${axes.join(', ')}]`,
      );
    }
    return elements;
  }

  private scoreTensor(
    bytes: Uint8Array,
    count: number,
    record: RequestRecord,
    deadline: Deadline | undefined,
  ): Promise<Scored[]> {
    const size = bytes.length / count;
    const tensors = Array.from({ length: count }, (_, i) => bytes.subarray(i * size, (i + 1) * size));
    return this.each(
      tensors.map((tensor) => ({ bytes: size, score: () => this.classifier.infer(tensor, deadline) })),
      record,
      deadline,
    );
  }

  private each(
    items: readonly Item[],
    record: RequestRecord,
    deadline: Deadline | undefined,
  ): Promise<Scored[]> {
    const asking = new AskingAgain(deadline);
    return sideBySide(items, this.classifier.concurrency, ({ bytes, score }, i) =>
      record
        .picture(bytes, () => asking.ask(score))
        .catch((error: unknown) => {
          const place = `inputs[0], picture ${i} (counted from 0)`;
          throw error instanceof AppError ? restated(error, place, /^image_base64: /) : error;
        }),
    );
  }
}

/**
 * The same error with another place before it, where it is the request that is wrong.
 * @param formerly the place that it names
 */
function restated(error: AppError, place: string, formerly: RegExp): AppError {
  if (inferenceErrorStatus(error) !== 400) return error;
  return new AppError(error.code, `${place}: ${error.message.replace(formerly, '')}`, { cause: error });
}
