import type { Picture } from './picture.js';
import type { Problem } from './problem.js';
import type { Answer, Explanation } from './server.js';

/** One picture with everything that the server has said of it. */
export interface Entry {
  readonly picture: Picture;
  /** Whether the server is being asked. */
  isBusy: boolean;
  answer: Answer | undefined;
  problem: Problem | undefined;
  /** What the model saw, as the address of a PNG. */
  view: string | undefined;
  /** Why there is none. */
  viewProblem: Problem | undefined;
  /** The label that the server is being asked about; undefined where it is about none. */
  explaining: string | undefined;
  explanation: Explanation | undefined;
  explanationProblem: Problem | undefined;
}

export function entryOf(picture: Picture): Entry {
  return {
    picture,
    isBusy: false,
    answer: undefined,
    problem: undefined,
    view: undefined,
    viewProblem: undefined,
    explaining: undefined,
    explanation: undefined,
    explanationProblem: undefined,
  };
}

/** Gives the memory of its pictures back. */
export function release({ picture, view }: Entry): void {
  URL.revokeObjectURL(picture.url);
  if (view !== undefined) URL.revokeObjectURL(view);
}
