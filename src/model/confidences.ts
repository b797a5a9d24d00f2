import { activate } from './activation.js';
import type { GraphDescription } from './graph-description.js';
import { poolGroups } from './label-groups.js';
import { UnsoundScores } from './model-error.js';

/** Rounding of 32-bit arithmetic may carry a probability this far beyond 0 or 1. */
const TOLERANCE = 1e-4;

/**
 * @param output the row of scores that the graph gave for one picture
 * @returns a confidence from 0 to 1 for each label
 * @throws UnsoundScores where a score is no probability though it is declared to be one
 */
export function confidencesOf(
  output: Float64Array,
  { activation, labelGroups }: Pick<GraphDescription, 'activation' | 'labelGroups'>,
): Float64Array {
  const probabilities = activation === 'none' ? asProbabilities(output) : activate(output, activation);
  return labelGroups ? poolGroups(probabilities, labelGroups) : probabilities;
}

function asProbabilities(output: Float64Array): Float64Array {
  const outside = output.findIndex((value) => value < -TOLERANCE || value > 1 + TOLERANCE);
  if (outside !== -1) {
    throw new UnsoundScores(
      `config.json: function_to_apply: expected probabilities from the graph where it is none, found ` +
        `${output[outside]!} at index ${outside}`,
    );
  }
  return output.map((value) => Math.min(1, Math.max(0, value)));
}
