import type { RunTally } from '../run-tally.js';
import type { Bin } from './calibration.js';
import type { Class, ConfusionMatrix } from './confusion-matrix.js';
import type { Evaluation } from './evaluation.js';
import { percentile } from './percentile.js';
import { scoresOf, type ClassScores } from './precision-recall.js';
import { wilsonInterval, type Interval } from './wilson.js';

/** Everything that an evaluation finds, before it is written for people or for programs. */
export interface Report {
  threshold: number;
  /** How many pictures were worked on at a time, which the latencies depend on. */
  jobs: number;
  pictures: number;
  bad: number;
  correct: number;
  accuracy: number;
  accuracy95: Interval;
  /** The classes that occur, in the model's order, none last. */
  classes: ClassScores[];
  matrix: ConfusionMatrix;
  ece: number;
  calibrated: number;
  /** Without the empty ones. */
  bins: Bin[];
  latencyMs: { p50: number; p95: number; p99: number };
  perSecond: number;
}

/** @param labels of the model, in its order */
export function reportOf(
  { matrix, calibration, latencies }: Evaluation,
  tally: Pick<RunTally, 'bad' | 'perSecond'>,
  labels: readonly string[],
  { threshold, jobs }: Pick<Report, 'threshold' | 'jobs'>,
): Report {
  // Models of ImageNet call two classes "crane"; a truth file cannot tell them apart.
  const classes: Class[] = [...new Set(labels), null];
  const ascending = Float64Array.from(latencies).sort();
  return {
    threshold,
    jobs,
    pictures: matrix.total,
    bad: tally.bad,
    correct: matrix.correct,
    accuracy: matrix.correct / matrix.total,
    accuracy95: wilsonInterval(matrix.correct, matrix.total),
    classes: classes
      .filter((label) => matrix.has(label))
      .map((label) => withoutEmptyClaim(scoresOf(matrix, label))),
    matrix,
    ece: calibration.expectedError(),
    calibrated: calibration.count,
    bins: calibration.bins().filter(({ count }) => count > 0),
    latencyMs: {
      p50: percentile(ascending, 50),
      p95: percentile(ascending, 95),
      p99: percentile(ascending, 99),
    },
    perSecond: tally.perSecond,
  };
}

/** None is predicted only of pictures that show none (see Evaluation), so its precision would always be 1. */
function withoutEmptyClaim(scores: ClassScores): ClassScores {
  return scores.label === null ? { ...scores, precision: null, f1: null } : scores;
}
