/** Options of a client. */
export interface TetrapodOptions {
  /** Sent as `Authorization: Bearer`. */
  apiKey?: string;
  /** Instead of the global one: with a proxy, another pool of connections, or in a test. */
  fetch?: typeof globalThis.fetch;
  /**
   * Milliseconds until a call fails with a TetrapodTimeoutError, retries and pauses included; 30,000 where it is left out.
   * The server hears of it, and refuses what it cannot answer by then. Infinity: no end.
   */
  timeoutMs?: number;
  /**
   * How often at most a call is sent once more where the server says 429 or 503 or the connection breaks; 2 where it is
   * left out. With more of them more calls succeed in bad times, each later, and the server gets more of them.
   */
  retries?: number;
}

/** Options of every call. */
export interface CallOptions {
  /** Ends the call: it is rejected with the signal's reason, and nothing is sent any more. */
  signal?: AbortSignal | undefined;
  /** Instead of the client's own. */
  timeoutMs?: number | undefined;
}

/** Options of a classification. */
export interface ClassifyOptions extends CallOptions {
  /** Only labels of at least this confidence, from 0 to 1, are answered; 0.5 where it is left out. */
  threshold?: number | undefined;
  /** At most so many labels are answered, the most confident ones; all where it is left out. */
  topK?: number | undefined;
}

/** Options of an explanation. */
export interface ExplainOptions extends CallOptions {
  /** The label to explain; the one with the highest confidence where it is left out. */
  label?: string | undefined;
  /** Patches a side, 2 to 14; 7 where it is left out. */
  grid?: number | undefined;
}
