/** Labels that pool classes: each label's confidence is the sum of its classes' probabilities. */
export interface LabelGroup {
  readonly label: string;
  /** Indices of the model's classes; no class is in two groups. */
  readonly classes: readonly number[];
}

/** Sums of probabilities. They are not renormalised: what is missing to 1 is the probability of "none of these". */
export function poolGroups(probabilities: Float64Array, groups: readonly LabelGroup[]): Float64Array {
  return Float64Array.from(groups, ({ classes }) => {
    let sum = 0;
    for (const index of classes) sum += probabilities[index]!;
    // Rounding may carry a sum of everything an ulp beyond 1.
    return Math.min(1, sum);
  });
}
