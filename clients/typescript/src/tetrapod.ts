import { batchBody, readOutcomes, type BatchItem, type BatchOutcome } from './batch.js';
import type { ClassificationResponse, ExplanationResponse, ModelDescription } from './openapi.js';
import { pictureBody } from './picture-body.js';
import type { Picture } from './picture.js';
import { TetrapodProblem } from './tetrapod-problem.js';
import { readJson, Transport, type Ask } from './transport.js';
import type { CallOptions, ClassifyOptions, ExplainOptions, TetrapodOptions } from './options.js';
import { isClassification, isExplanation, isModel, isReport } from './answer-checks.js';

export type {
  ClassificationResponse,
  ExplanationResponse,
  FieldProblem,
  ModelDescription,
  PredictionItem,
  ProblemCode,
  QueueProblem,
} from './openapi.js';
export type { BatchItem, BatchOutcome } from './batch.js';
export type { Picture } from './picture.js';
export {
  TetrapodAnswerError,
  TetrapodConnectionError,
  TetrapodError,
  TetrapodTimeoutError,
} from './tetrapod-error.js';
export { TetrapodProblem } from './tetrapod-problem.js';

export type { CallOptions, ClassifyOptions, ExplainOptions, TetrapodOptions } from './options.js';

const DEFAULT_TIMEOUT_MS = 30_000;
const DEFAULT_RETRIES = 2;
const JSON_TYPE = 'application/json';

/**
 * A server to ask. It holds no connection of its own: there is nothing to close.
 *
 *     const tetrapod = new Tetrapod('http://127.0.0.1:3000');
 *     const { predictions } = await tetrapod.classify(await readFile('frog.jpg'));
 */
export class Tetrapod {
  private readonly transport: Transport;

  /**
   * @param url of the server, with the path under which a proxy has it, if there is one
   * @throws TypeError or RangeError for arguments that cannot work
   */
  constructor(url: string | URL, options: TetrapodOptions = {}) {
    const { apiKey, timeoutMs = DEFAULT_TIMEOUT_MS, retries = DEFAULT_RETRIES } = options;
    if (apiKey !== undefined && !/^[\x21-\x7e]+$/.test(apiKey)) {
      throw new TypeError('expected an apiKey of visible ASCII characters, received another text');
    }
    if (!Number.isInteger(retries) || retries < 0) {
      throw new RangeError(`expected a whole number of retries from 0, received ${retries}`);
    }
    requireTimeout(timeoutMs);
    // Called as a function of its own: a browser's fetch refuses to be called as anybody's method.
    const fetch: typeof globalThis.fetch = options.fetch ?? ((input, init) => globalThis.fetch(input, init));
    this.transport = new Transport({ base: baseOf(url), apiKey, fetch, timeoutMs, retries });
  }

  /**
   * Classifies one picture.
   * @returns its labels, the most confident first, and the server's milliseconds; there may be no label
   * @throws TetrapodProblem where the server refuses or fails
   * @throws TetrapodTimeoutError, TetrapodConnectionError, TetrapodAnswerError where there is no answer of a Tetrapod
   * @throws TypeError for what is no picture; the signal's reason
   */
  async classify(picture: Picture, options: ClassifyOptions = {}): Promise<ClassificationResponse> {
    return this.ask(
      { method: 'POST', ...classifyAsk(picture, options), accept: JSON_TYPE },
      options,
      (response) => readJson(response, isClassification, 'labels'),
    );
  }

  /**
   * Finds out which parts of one picture a label rests on, which costs the server as much as some fifty classifications.
   * @returns how much each patch of the picture speaks for the label, and PNGs of what the model saw, with and without that
   * @throws as `classify`; `not_found` where the server explains nothing
   */
  async explain(picture: Picture, options: ExplainOptions = {}): Promise<ExplanationResponse> {
    const { label, grid } = options;
    const body = pictureBody('explain', picture, { label, grid });
    return this.ask({ method: 'POST', ...body, accept: JSON_TYPE }, options, (response) =>
      readJson(response, isExplanation, 'an explanation'),
    );
  }

  /**
   * Classifies several pictures with one request. A bad one has its own problem and fails no other.
   * @param items at most BATCH_MAX_ITEMS of the server, which is 32 by default
   * @returns what became of each, in their order
   * @throws as `classify`, where the whole batch is refused or fails
   */
  async classifyBatch(items: readonly BatchItem[], options: ClassifyOptions = {}): Promise<BatchOutcome[]> {
    if (items.length === 0) return [];
    return this.ask(batchAsk(items, options), options, async (response) => {
      const outcomes: BatchOutcome[] = [];
      for await (const outcome of readOutcomes(response, items)) outcomes[outcome.index] = outcome;
      return outcomes;
    });
  }

  /**
   * The same, but each outcome as soon as the server has it, in whatever order. Who stops before the end ends the request.
   * @throws as `classifyBatch`; where the connection breaks after the first outcome, nothing is asked once more
   */
  async *classifyEach(
    items: readonly BatchItem[],
    options: ClassifyOptions = {},
  ): AsyncGenerator<BatchOutcome, void> {
    if (items.length === 0) return;
    const ask = this.withOptions(batchAsk(items, options), options);
    yield* this.transport.stream(ask, (response) => readOutcomes(response, items));
  }

  /**
   * The model that answers.
   * @throws as `classify`
   */
  async model(options: CallOptions = {}): Promise<ModelDescription> {
    return this.ask({ method: 'GET', path: 'model', accept: JSON_TYPE }, options, (response) =>
      readJson(response, isModel, 'the description of a model'),
    );
  }

  /**
   * Whether the server takes pictures now. It asks once: who waits for a server asks again after a while.
   * @throws as `classify`, also where there is no server
   */
  async ready(options: CallOptions = {}): Promise<boolean> {
    const ask = { method: 'GET', path: 'health/ready', accept: JSON_TYPE, retries: 0 } as const;
    try {
      await this.ask(ask, options, (response) => readJson(response, isReport, 'a health report'));
      return true;
    } catch (error) {
      if (error instanceof TetrapodProblem && error.code === 'not_ready') return false;
      throw error;
    }
  }

  private ask<T>(ask: Ask, options: CallOptions, read: (response: Response) => Promise<T>): Promise<T> {
    return this.transport.ask(this.withOptions(ask, options), read);
  }

  private withOptions(ask: Ask, { signal, timeoutMs }: CallOptions): Ask {
    if (timeoutMs !== undefined) requireTimeout(timeoutMs);
    return { ...ask, signal, timeoutMs };
  }
}

function classifyAsk(picture: Picture, { threshold, topK }: ClassifyOptions): Pick<Ask, 'path' | 'body'> {
  const fields = { confidence_threshold: threshold, top_k: topK };
  return pictureBody('predict', picture, fields, { threshold, top_k: topK });
}

function batchAsk(items: readonly BatchItem[], options: ClassifyOptions): Ask {
  const accept = 'application/x-ndjson';
  return { method: 'POST', path: 'predict/batch', accept, ...batchBody(items, options) };
}

function baseOf(url: string | URL): URL {
  // In a browser also a path, such as /tetrapod.
  const page = (globalThis as { location?: { href: string } }).location?.href;
  const base = new URL(url, page);
  if (!/^https?:$/.test(base.protocol)) {
    throw new TypeError(
      `expected a URL that begins with http: or https:, received one with ${base.protocol}`,
    );
  }
  if (!base.pathname.endsWith('/')) base.pathname += '/';
  return base;
}

function requireTimeout(timeoutMs: number): void {
  if (!(timeoutMs > 0)) {
    throw new RangeError(`expected timeoutMs to be a number of milliseconds above 0, received ${timeoutMs}`);
  }
}
