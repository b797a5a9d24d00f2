import type { Socket } from 'node:net';
import { ResponseReader, type Answer } from './response-reader.js';
import { openSocket, type Target } from './target.js';

/** Why no answer came. The code is one of Node's, or `timeout`, `closed` or `not_http`. */
export class NoAnswerError extends Error {
  constructor(
    readonly code: string,
    message: string,
  ) {
    super(message);
    this.name = 'NoAnswerError';
  }
}

interface Waiting {
  resolve: (answer: Answer) => void;
  reject: (error: NoAnswerError) => void;
  timer: NodeJS.Timeout;
}

/** A connection that carries one request after another, and is opened anew where the server has closed it. */
export class Connection {
  private socket: Socket | undefined;
  private reader = new ResponseReader();
  private waiting: Waiting | undefined;

  constructor(private readonly target: Target) {}

  /**
   * Sends a request and waits for its whole answer; one at a time.
   * @throws NoAnswerError
   */
  exchange(request: Uint8Array, timeoutMs: number): Promise<Answer> {
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        this.fail('timeout', `no answer within ${timeoutMs / 1000} s`);
      }, timeoutMs);
      this.waiting = { resolve, reject, timer };
      this.socket ??= this.open();
      this.socket.write(request);
    });
  }

  close(): void {
    this.fail('closed', 'closed by the client');
  }

  private open(): Socket {
    const socket = openSocket(this.target);
    this.reader = new ResponseReader();
    const isCurrent = () => socket === this.socket;
    socket.on('data', (chunk: Buffer) => {
      if (isCurrent()) this.read(chunk);
    });
    socket.on('error', ({ code = 'error', message }: NodeJS.ErrnoException) => {
      // Of several addresses that were tried, the message names none.
      if (isCurrent()) this.fail(code, message || code);
    });
    socket.on('close', () => {
      if (!isCurrent()) return;
      const answer = this.reader.end();
      if (answer && this.waiting) this.finish(answer);
      else this.fail('closed', 'the server closed the connection without an answer');
    });
    return socket;
  }

  private read(chunk: Buffer): void {
    let answer: Answer | undefined;
    try {
      answer = this.reader.push(chunk);
    } catch (error) {
      this.fail('not_http', (error as Error).message);
      return;
    }
    if (!answer) return;
    // What nobody has asked for would be taken for the next answer.
    if (this.waiting) this.finish(answer);
    else this.drop();
  }

  private finish(answer: Answer): void {
    if (!answer.keepsAlive) this.drop();
    const { resolve, timer } = this.waiting!;
    this.waiting = undefined;
    clearTimeout(timer);
    resolve(answer);
  }

  private fail(code: string, message: string): void {
    this.drop();
    if (!this.waiting) return;
    const { reject, timer } = this.waiting;
    this.waiting = undefined;
    clearTimeout(timer);
    reject(new NoAnswerError(code, message));
  }

  private drop(): void {
    const { socket } = this;
    this.socket = undefined;
    socket?.destroy();
  }
}
