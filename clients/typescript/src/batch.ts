import type { BatchCounts, BatchResult, PredictionItem } from './openapi.js';
import { bytesOf, type Picture } from './picture.js';
import { readNdjson } from './ndjson.js';
import { TetrapodAnswerError, TetrapodConnectionError } from './tetrapod-error.js';
import { isProblemDocument, TetrapodProblem } from './tetrapod-problem.js';

/** A picture of a batch, with a name of one's own for it or without. */
export type BatchItem = Picture | NamedPicture;

export interface NamedPicture {
  readonly id: string;
  readonly picture: Picture;
}

/** What became of one picture of a batch: either it has labels, or there is a problem. */
export type BatchOutcome = {
  /** Its place in the batch, from 0. */
  readonly index: number;
  /** As it was given. */
  readonly id: string | undefined;
} & (
  | { readonly predictions: PredictionItem[]; readonly latency_ms: number; readonly problem?: never }
  | { readonly problem: TetrapodProblem; readonly predictions?: never }
);

/** A body for POST /predict/batch. */
export interface BatchBody {
  body: BodyInit;
  /** Left out for forms: fetch writes the boundary. */
  contentType?: string;
}

interface Options {
  threshold?: number | undefined;
  topK?: number | undefined;
}

/**
 * A form with the files, or JSON where all pictures are in base64.
 * @throws TypeError where some of the pictures are in base64 and others are not, or one is none
 */
export function batchBody(items: readonly BatchItem[], { threshold, topK }: Options): BatchBody {
  const pictures = items.map(pictureOf);
  const files = pictures.map(bytesOf);
  if (files.every((file) => file === undefined)) {
    const images = items.map((item, i) => ({
      id: idOf(item),
      image_base64: (pictures[i] as { base64: string }).base64,
    }));
    const body = JSON.stringify({ images, confidence_threshold: threshold, top_k: topK });
    return { body, contentType: 'application/json' };
  }
  const form = new FormData();
  files.forEach((file, index) => {
    if (file === undefined) {
      throw new TypeError(
        `expected all pictures of a batch as files or bytes, or all in base64; received base64 at ${index} and others beside it`,
      );
    }
    // Every part is a file and needs a name. The server gives it back as an id, and the client passes over it.
    form.append('file', file instanceof Blob ? file : new Blob([file]), String(index));
  });
  if (threshold !== undefined) form.append('confidence_threshold', String(threshold));
  if (topK !== undefined) form.append('top_k', String(topK));
  return { body: form };
}

/**
 * The results of a batch as their lines come.
 * @throws TetrapodConnectionError where they end before the last one, TetrapodAnswerError for anything else
 */
export async function* readOutcomes(
  response: Response,
  items: readonly BatchItem[],
): AsyncGenerator<BatchOutcome, void> {
  try {
    for await (const line of readNdjson(response.body!)) {
      if (isLastLine(line)) return;
      if (!isBatchResult(line, items)) throw new SyntaxError('a line that is no result of a batch');
      yield outcomeOf(line, items);
    }
  } catch (cause) {
    if (!(cause instanceof SyntaxError)) throw cause;
    throw new TetrapodAnswerError(
      `expected a result on each line from ${response.url}, received something else`,
      response.status,
      { cause },
    );
  }
  throw new TetrapodConnectionError('expected a result for each picture, but the answer ended before');
}

/** A result of the server's, with the id that the item was given. */
function outcomeOf(result: BatchResult, items: readonly BatchItem[]): BatchOutcome {
  const { index, predictions, latency_ms = 0, problem } = result;
  const id = idOf(items[index]!);
  if (predictions) return { index, id, predictions, latency_ms };
  return { index, id, problem: new TetrapodProblem(problem!) };
}

function isBatchResult(value: unknown, items: readonly BatchItem[]): value is BatchResult {
  const result = (value ?? {}) as Partial<BatchResult>;
  const isOfAnItem = result.index !== undefined && items[result.index] !== undefined;
  return isOfAnItem && (Array.isArray(result.predictions) || isProblemDocument(result.problem));
}

/** Whether a value of JSON is the line that ends a batch. */
function isLastLine(value: unknown): value is { counts: BatchCounts } {
  return typeof (value as { counts?: unknown } | null)?.counts === 'object';
}

function pictureOf(item: BatchItem): Picture {
  return hasId(item) ? item.picture : item;
}

function idOf(item: BatchItem): string | undefined {
  return hasId(item) ? item.id : undefined;
}

function hasId(item: BatchItem): item is NamedPicture {
  return typeof item === 'object' && 'picture' in item;
}
