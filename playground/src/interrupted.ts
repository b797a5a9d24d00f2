import type { Connection } from './connection.js';
import type { KeyForm } from './key-form.js';
import { ownProblem, type Problem } from './problem.js';
import { Refused } from './server.js';

const BROKEN_OFF = ownProblem(
  'The connection broke twice',
  'The server answers otherwise. Perhaps the picture is far larger than it takes (MAX_BODY_BYTES), or the line too slow.',
);

/** What waits for the server to come back, or for a key. */
export class Interrupted {
  private readonly tasks = new Set<() => unknown>();

  /** @param helpers who find out when it can go on, and say so to the visitor */
  constructor(private readonly helpers: () => { keys: KeyForm; connection: Connection }) {}

  /** Does everything that waited once more. */
  resume(): void {
    const tasks = [...this.tasks];
    this.tasks.clear();
    for (const task of tasks) task();
  }

  /** @param again does it, when the server is back */
  lost(again: () => unknown): void {
    this.tasks.add(again);
    this.helpers().connection.lost();
  }

  /**
   * @param again does it once more, when the server is back or there is a key
   * @param isSecond whether that has been done already: what breaks off again and again is not the server's being gone
   * @returns the problem to be shown; undefined where the server is gone, which the banner says
   */
  failed(error: unknown, again: () => unknown, isSecond: boolean): Problem | undefined {
    if (!(error instanceof Refused)) {
      if (isSecond) return BROKEN_OFF;
      this.lost(again);
      return undefined;
    }
    const { code, detail } = error.problem;
    if (code === 'unauthorized' || code === 'forbidden') {
      this.tasks.add(again);
      this.helpers().keys.ask(detail);
    }
    return error.problem;
  }
}
