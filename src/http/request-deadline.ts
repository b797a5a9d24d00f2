import type { ServerResponse } from 'node:http';
import { performance } from 'node:perf_hooks';
import type { Response } from 'express';
import type { TraceContext } from '../pipeline/trace-context.js';

/** What the signal is aborted with: nobody is left to be told. */
export class ClientGone extends Error {
  constructor() {
    super('the client closed its connection before it was answered');
    this.name = 'ClientGone';
  }
}

/**
 * Until when a request must be answered, and whether its client is still there.
 *
 * The clock runs while the request waits for the server, for room or for a worker. It stands still while the server waits
 * for the rest of the body, which RECEIVE_TIMEOUT_MS bounds: a client with a slow line is not to blame for a queue.
 */
export class RequestDeadline {
  /** performance.now() */
  expiresAt: number;
  private readonly controller = new AbortController();

  /** @param timeoutMs from now on */
  private constructor(
    response: ServerResponse,
    readonly timeoutMs: number,
    readonly trace: TraceContext | undefined,
  ) {
    this.expiresAt = performance.now() + timeoutMs;
    response.once('close', () => {
      if (!response.writableFinished) this.controller.abort(new ClientGone());
    });
  }

  /** @throws ClientGone where nobody is left to be answered: what comes later would wait for a close that has been */
  static start(response: Response, timeoutMs: number, trace?: TraceContext): RequestDeadline {
    if (response.destroyed) throw new ClientGone();
    const deadline = new RequestDeadline(response, timeoutMs, trace);
    response.locals.deadline = deadline;
    return deadline;
  }

  /** @returns undefined for requests that have none */
  static of(response: Response): RequestDeadline | undefined {
    return response.locals.deadline as RequestDeadline | undefined;
  }

  get signal(): AbortSignal {
    return this.controller.signal;
  }

  /** @returns milliseconds, negative when it has passed */
  get leftMs(): number {
    return this.expiresAt - performance.now();
  }

  /** Lets the clock stand still while the client is waited for. */
  async pauseFor<T>(waiting: Promise<T>): Promise<T> {
    const start = performance.now();
    const result = await waiting;
    this.expiresAt += performance.now() - start;
    return result;
  }
}
