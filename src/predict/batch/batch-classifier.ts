import { performance } from 'node:perf_hooks';
import { Injectable } from '@nestjs/common';
import { AppError } from '../../errors.js';
import { internalError, logFault } from '../../http/log-fault.js';
import { toProblem } from '../../http/problem.js';
import { ClientGone } from '../../http/request-deadline.js';
import type { RequestRecord } from '../../http/request-record.js';
import { asCompleted } from '../../pipeline/as-completed.js';
import { AskingAgain } from '../../pipeline/asking-again.js';
import { Classifier, type Deadline } from '../../pipeline/classifier.js';
import { predictionsAbove } from '../predictions.js';
import { toMicrosecond } from '../server-timing.js';
import type { Batch, BatchItem } from './batch-items.js';
import type { BatchResult } from './batch-response.dto.js';

/** Whose batch it is. */
interface Asker {
  record: RequestRecord;
  deadline: Deadline | undefined;
}

/** Classifies the pictures of a batch side by side, over all workers, each for itself. */
@Injectable()
export class BatchClassifier {
  constructor(private readonly classifier: Classifier) {}

  /**
   * @returns a result for each picture as soon as it is there; nothing reads the pictures any more when it has ended
   * @throws ClientGone
   */
  classify(batch: Batch, asker: Asker): AsyncGenerator<BatchResult, void> {
    const asking = new AskingAgain(asker.deadline);
    return asCompleted(batch.items, (item) => this.result(item, batch, asker, asking), {
      jobs: this.classifier.concurrency,
      signal: asker.deadline?.signal,
    });
  }

  private async result(
    item: BatchItem,
    { threshold, topK }: Batch,
    asker: Asker,
    asking: AskingAgain,
  ): Promise<BatchResult> {
    const { index, id, picture } = item;
    const name = { index, ...(id === undefined ? {} : { id }) };
    const start = performance.now();
    try {
      if (picture instanceof AppError) {
        asker.record.refusedPicture(0, picture.code);
        throw picture;
      }
      const { scores } = await asker.record.picture(picture.bytes.length, () =>
        asking.ask(() => this.classifier.classify(picture, asker.deadline)),
      );
      const predictions = predictionsAbove(threshold, scores, topK);
      asker.record.addLabels(predictions.length);
      const latency_ms = toMicrosecond(performance.now() - start);
      return { ...name, status: 200, predictions, latency_ms };
    } catch (error) {
      if (error instanceof ClientGone) throw error;
      const problem = error instanceof AppError ? error : internalError(error);
      const { requestId } = asker.record;
      logFault(problem, asker.record);
      return { ...name, status: problem.status, problem: toProblem(problem, requestId) };
    }
  }
}
