import { readFile } from 'node:fs/promises';

/**
 * Reads label names from a JSON file: an array of distinct, non-empty strings.
 * @returns the names, frozen
 */
export async function loadLabels(file: URL): Promise<readonly string[]> {
  const labels: unknown = JSON.parse(await readFile(file, 'utf8'));
  const isName = (label: unknown) => typeof label === 'string' && label.trim() !== '';
  if (!Array.isArray(labels) || labels.length === 0 || !labels.every(isName)) {
    throw new Error(`${file.pathname}: expected a JSON array of label names, such as ["Mammal", "Bird"]`);
  }
  const repeated = labels.find((label, i) => labels.indexOf(label) !== i) as string | undefined;
  if (repeated !== undefined)
    throw new Error(`${file.pathname}: expected distinct labels, "${repeated}" stands twice`);
  return Object.freeze(labels as string[]);
}
