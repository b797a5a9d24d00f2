import type { Slowest } from './child.js';
import type { Tally } from './tally.js';

export interface FindingReport {
  readonly index: number;
  readonly name: string;
  readonly detail: string;
}

export interface EngineResult {
  readonly target: string;
  readonly seed: number;
  readonly cases: number;
  readonly seconds: number;
  readonly tally: Tally;
  readonly findings: FindingReport[];
  readonly slowest: Slowest;
  /** Resident bytes after the warm-up and at the end; undefined where the child did not live that long. */
  readonly rss: { readonly warm: number | undefined; readonly end: number | undefined };
  /** How often the child had to be started again. */
  readonly restarts: number;
}
