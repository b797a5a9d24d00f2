import { Patience } from './patience.js';
import { receiving } from './receiving.js';
import { isWorthRetrying, parseRetryAfter, retryPause } from './retry.js';
import { TetrapodAnswerError } from './tetrapod-error.js';
import { isProblemDocument, TetrapodProblem } from './tetrapod-problem.js';

/** How a request is made, beside what it asks. */
export interface TransportOptions {
  /** With a slash at its end. */
  base: URL;
  apiKey: string | undefined;
  fetch: typeof globalThis.fetch;
  timeoutMs: number;
  /** How often at most a request is sent once more. */
  retries: number;
}

/** One request; it may be sent several times. */
export interface Ask {
  method: 'GET' | 'POST';
  /** Without a slash in front. */
  path: string;
  /** Media type of the answer. */
  accept: string;
  body?: BodyInit;
  /** Media type of the body; fetch's own where it is left out, which forms need. */
  contentType?: string;
  signal?: AbortSignal | undefined;
  timeoutMs?: number | undefined;
  /** Instead of the client's own. */
  retries?: number;
}

/** The longest deadline that the server reads. */
const LONGEST_DEADLINE_MS = 999_999_999;

/** Sends requests and makes errors of what is no success; sends those once more that may succeed then. */
export class Transport {
  constructor(private readonly options: TransportOptions) {}

  /**
   * Asks until there is a success, and reads it.
   * @param read makes the result of an answer with a status of success; it is called again with the next answer where the
   *   connection breaks while it reads
   * @throws TetrapodProblem, TetrapodConnectionError, TetrapodAnswerError of the last attempt; TetrapodTimeoutError; the
   *   reason of the signal
   */
  async ask<T>(ask: Ask, read: (response: Response) => Promise<T>): Promise<T> {
    const patience = this.patienceFor(ask);
    try {
      return await this.untilSuccess(ask, patience, read);
    } finally {
      patience.end();
    }
  }

  /**
   * Asks until there is a success, and reads it bit by bit. What breaks after that is not asked for again: some of it has
   * been given away already.
   * @throws as `ask`
   */
  async *stream<T>(ask: Ask, read: (response: Response) => AsyncIterable<T>): AsyncGenerator<T, void> {
    const patience = this.patienceFor(ask);
    try {
      const response = await this.untilSuccess(ask, patience, (success) => Promise.resolve(success));
      try {
        yield* read(response);
      } catch (error) {
        patience.throwIfOver();
        throw error;
      }
    } finally {
      patience.end();
    }
  }

  private patienceFor({ timeoutMs = this.options.timeoutMs, signal }: Ask): Patience {
    return new Patience(timeoutMs, signal);
  }

  private async untilSuccess<T>(
    ask: Ask,
    patience: Patience,
    read: (response: Response) => Promise<T>,
  ): Promise<T> {
    const retries = ask.retries ?? this.options.retries;
    for (let attempt = 0; ; attempt++) {
      try {
        return await this.attempt(ask, patience, read);
      } catch (error) {
        if (attempt >= retries || !isWorthRetrying(error)) throw error;
        const retryAfterMs = error instanceof TetrapodProblem ? error.retryAfterMs : undefined;
        const pause = retryPause(attempt, retryAfterMs);
        // There is no time for another attempt: this error says more than that the time has passed.
        if (pause >= patience.left) throw error;
        await patience.pause(pause);
      }
    }
  }

  private async attempt<T>(
    ask: Ask,
    patience: Patience,
    read: (response: Response) => Promise<T>,
  ): Promise<T> {
    try {
      const response = await this.send(ask, patience);
      if (!response.ok) throw await failureOf(response);
      return await read(response);
    } catch (error) {
      // Whatever fetch makes of it: the cause is that the time has passed or nobody is interested any more.
      patience.throwIfOver();
      throw error;
    }
  }

  private async send(ask: Ask, patience: Patience): Promise<Response> {
    const { base, apiKey, fetch } = this.options;
    const headers: Record<string, string> = { Accept: ask.accept };
    if (ask.contentType !== undefined) headers['Content-Type'] = ask.contentType;
    if (apiKey !== undefined) headers.Authorization = `Bearer ${apiKey}`;
    // What is left, not the whole: the server refuses at once what it cannot do in time.
    if (ask.method === 'POST' && patience.left < Infinity) {
      const deadline = Math.min(LONGEST_DEADLINE_MS, Math.ceil(patience.left));
      headers['X-Request-Timeout-Ms'] = String(Math.max(1, deadline));
    }
    const { method, body = null, path } = ask;
    return receiving(fetch(new URL(path, base), { method, headers, body, signal: patience.signal }));
  }
}

/**
 * The JSON of an answer.
 * @throws TetrapodConnectionError where the answer is cut off, TetrapodAnswerError where it is something else
 */
export async function readJson<T>(
  response: Response,
  isExpected: (value: unknown) => value is T,
  what: string,
): Promise<T> {
  const text = await receiving(response.text());
  const value = parseJson(text);
  if (isExpected(value)) return value;
  throw new TetrapodAnswerError(
    `expected ${what} from ${response.url}, received ${describe(response)}; is it the address of a Tetrapod?`,
    response.status,
  );
}

async function failureOf(response: Response): Promise<Error> {
  const document = parseJson(await receiving(response.text()));
  if (isProblemDocument(document)) {
    return new TetrapodProblem(document, parseRetryAfter(response.headers.get('Retry-After')));
  }
  return new TetrapodAnswerError(
    `expected a picture's labels or a problem document from ${response.url}, received ${describe(response)}`,
    response.status,
  );
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function describe({ status, headers }: Response): string {
  return `the status ${status} and ${headers.get('Content-Type') ?? 'no content type'}`;
}
