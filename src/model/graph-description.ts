import type { Activation } from './activation.js';
import type { LabelGroup } from './label-groups.js';

/** What goes in and out of a model's graph, and what its row of scores becomes. */
export interface GraphDescription {
  /** Name of the tensor that goes in. */
  readonly input: string;
  /** Name of the row of scores that comes out. */
  readonly output: string;
  /** In the order of that row. */
  readonly classNames: readonly string[];
  /** What makes probabilities of the row. */
  readonly activation: Activation;
  /** Labels that pool classes; without them the classes are the labels. */
  readonly labelGroups?: readonly LabelGroup[] | undefined;
}
