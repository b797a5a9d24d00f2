/** Everything that the client throws by itself, but for wrong arguments and the reason of an aborted signal. */
export class TetrapodError extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = new.target.name;
  }
}

/** There was no answer, or only a part of one: the server is not there, or the connection broke. See `cause`. */
export class TetrapodConnectionError extends TetrapodError {}

/** There was no answer within `timeoutMs`. */
export class TetrapodTimeoutError extends TetrapodError {}

/** There was an answer that is not Tetrapod's: a proxy's page, for instance, or another server's. */
export class TetrapodAnswerError extends TetrapodError {
  constructor(
    message: string,
    /** The HTTP status. */
    readonly status: number,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}
