import { Injectable } from '@nestjs/common';
import { AppError } from '../errors.js';
import { inferenceErrorStatus } from '../http/inference-error.js';
import { AskingAgain } from '../pipeline/asking-again.js';
import { Classifier, type Deadline, type Scored } from '../pipeline/classifier.js';
import { WorkerPool } from '../workers/worker-pool.js';
import { badRequest } from './bad-request.js';
import { ELEMENT_BYTES } from './datatypes.js';
import { elementsOf, type InferenceInput, type NumbersInput } from './inference-input.js';
import { sideBySide } from './side-by-side.js';

/** Has the pictures of one request scored by all workers. */
@Injectable()
export class InferenceService {
  constructor(
    private readonly classifier: Classifier,
    private readonly workers: WorkerPool,
  ) {}

  /**
   * @returns the scores of each picture, in their order
   * @throws AppError as Classifier does; what is wrong with a picture names it
   */
  async score(input: InferenceInput, deadline: Deadline | undefined): Promise<Scored[]> {
    switch (input.kind) {
      case 'pictures':
        return this.each(input.pictures, deadline, (picture) => this.classifier.classify(picture, deadline));
      case 'tensor':
        return this.scoreTensor(input.bytes, input.count, deadline);
      case 'numbers':
        return this.scoreTensor(await this.parse(input, deadline), input.count, deadline);
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
    const received = elements.length / ELEMENT_BYTES[dataType];
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

  private scoreTensor(bytes: Uint8Array, count: number, deadline: Deadline | undefined): Promise<Scored[]> {
    const size = bytes.length / count;
    const tensors = Array.from({ length: count }, (_, i) => bytes.subarray(i * size, (i + 1) * size));
    return this.each(tensors, deadline, (tensor) => this.classifier.infer(tensor, deadline));
  }

  private each<T>(
    items: readonly T[],
    deadline: Deadline | undefined,
    score: (item: T) => Promise<Scored>,
  ): Promise<Scored[]> {
    const asking = new AskingAgain(deadline);
    return sideBySide(items, this.classifier.concurrency, (item, i) =>
      asking
        .ask(() => score(item))
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
