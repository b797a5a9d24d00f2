import type { CallTracing } from '../remote/call-tracing.js';

/** Sends spans of requests to a collector. Where no collector is named, there is none. */
export abstract class Tracing {
  /** Makes calls to the upstream part of the traces. */
  abstract readonly calls: CallTracing;

  /**
   * Sends what has not been sent yet, and ends. Further calls wait for the same.
   * @param withinMs after which it returns in any case, and what was not sent is lost
   */
  abstract end(withinMs: number): Promise<void>;
}
