import type { AppError } from '../errors.js';
import { wrongFields } from '../http/check-fields.js';
import { describeReceived } from '../http/describe-received.js';
import type { LabelScore } from '../pipeline/classifier.js';

/** So many labels are all listed where a wrong one came; of more, the nearest ones. */
const MOST_LISTED = 20;
const NEAREST = 5;
/** What came is compared no farther than this. */
const MOST_COMPARED = 128;

/**
 * @param labels of the model
 * @returns why a label cannot be explained: `validation_failed`, which names those that are meant perhaps
 */
export function labelProblem(labels: readonly string[], label: string): AppError | undefined {
  if (labels.includes(label)) return undefined;
  const known = [...new Set(labels)];
  const expected =
    known.length <= MOST_LISTED
      ? `one of the model's labels: ${known.join(', ')}`
      : `one of the model's ${known.length} labels (GET /model lists them), perhaps ` +
        nearest(known, label.slice(0, MOST_COMPARED)).join(' or ');
  const detail = `expected ${expected}; received ${describeReceived(label)} that is none`;
  return wrongFields([{ field: 'label', detail }]);
}

/**
 * @param label the name of the one that is asked for; several classes may have it
 * @returns the place of the label with the highest confidence among those that may be meant; of equals, the first
 */
export function chooseLabel(scores: readonly LabelScore[], label: string | undefined): number {
  let chosen = -1;
  scores.forEach((score, i) => {
    if (label !== undefined && score.label !== label) return;
    if (chosen === -1 || score.confidence > scores[chosen]!.confidence) chosen = i;
  });
  return chosen;
}

function nearest(labels: readonly string[], label: string): string[] {
  const wanted = label.toLowerCase();
  return labels
    .map((name) => ({ name, distance: editDistance(name.toLowerCase(), wanted) }))
    .sort((a, b) => a.distance - b.distance)
    .slice(0, NEAREST)
    .map(({ name }) => name);
}

/** V. I. Levenshtein's: characters that are put in, taken out or replaced to make one text of the other. */
function editDistance(one: string, other: string): number {
  let row = Array.from({ length: other.length + 1 }, (_, i) => i);
  for (let i = 1; i <= one.length; i++) {
    const next = [i];
    for (let k = 1; k <= other.length; k++) {
      const replaced = row[k - 1]! + (one[i - 1] === other[k - 1] ? 0 : 1);
      next.push(Math.min(row[k]! + 1, next[k - 1]! + 1, replaced));
    }
    row = next;
  }
  return row[other.length]!;
}
