import { showBytes } from './byte-size.js';
import { PullError } from './pull-error.js';

/** The bytes that a pull may take in all: declared sizes are checked before, received bytes as they come. */
export class ByteBudget {
  #finished = 0;

  constructor(
    readonly maxBytes: number,
    private readonly model: string,
  ) {}

  /** @throws {PullError} if a file of this length, whole or so far, does not fit beside the finished ones */
  check(bytes: number, how: 'declared' | 'received'): void {
    const total = this.#finished + bytes;
    if (total <= this.maxBytes) return;
    throw new PullError(
      `${this.model}: expected at most ${showBytes(this.maxBytes)} in all, ${how} ${how === 'declared' ? showBytes(total) : 'more'}; raise --max-bytes if you want a model of that size`,
    );
  }

  finish(bytes: number): void {
    this.check(bytes, 'received');
    this.#finished += bytes;
  }
}
