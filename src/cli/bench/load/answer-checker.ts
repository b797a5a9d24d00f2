import { isSame, readPredictions, type Prediction } from './answer.js';

const START = '{"predictions":';
const AFTER_PREDICTIONS = ',"latency_ms":';

/** Compares each answer with the first one for the same picture. */
export class AnswerChecker {
  private readonly labels: Set<string>;
  /** The bytes of a right answer to each picture, up to its latency: most answers need no more than these. */
  private readonly known = new Map<number, Buffer>();

  /** @param expected the first answers, by the place of the picture */
  constructor(
    private readonly expected: readonly (readonly Prediction[])[],
    labels: readonly string[],
  ) {
    this.labels = new Set(labels);
  }

  /** @returns what is wrong with the answer; nothing where it is right */
  problemOf(picture: number, body: Buffer): string | undefined {
    const known = this.known.get(picture);
    if (known?.equals(body.subarray(0, known.length))) return undefined;
    try {
      const predictions = readPredictions(body, this.labels);
      if (!isSame(this.expected[picture]!, predictions))
        return 'another answer than before for the same picture';
    } catch (error) {
      return (error as Error).message;
    }
    this.remember(picture, body);
    return undefined;
  }

  private remember(picture: number, body: Buffer): void {
    const end = body.lastIndexOf(AFTER_PREDICTIONS);
    if (end < 0 || body.toString('latin1', 0, START.length) !== START) return;
    this.known.set(picture, Buffer.from(body.subarray(0, end + AFTER_PREDICTIONS.length)));
  }
}
