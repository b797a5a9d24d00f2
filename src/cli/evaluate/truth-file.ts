import { readFile } from 'node:fs/promises';
import { dirname, isAbsolute, join } from 'node:path';
import { UsageError } from '../cli-error.js';
import { CsvError, parseCsv } from '../csv.js';
import type { Class } from './confusion-matrix.js';

/** A picture and what it shows; null means that no label should reach the threshold. */
export interface TruthEntry {
  file: string;
  truth: Class;
}

const NAMED_LABELS = 8;

/**
 * Reads a CSV file of the records `file,label`.
 *
 * @param root what relative paths start from; by default the folder of the CSV file
 * @throws UsageError naming the line of a record or label that cannot be used
 */
export async function readTruth(
  csv: string,
  labels: readonly string[],
  root?: string,
): Promise<TruthEntry[]> {
  const text = await readFile(csv, 'utf8');
  try {
    const entries = parseTruth(text, labels);
    return entries.map(({ file, truth }) => ({
      file: isAbsolute(file) ? file : join(root ?? dirname(csv), file),
      truth,
    }));
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    throw new UsageError(`--truth ${csv}, line ${error.line}: ${error.message}`, { cause: error });
  }
}

/** @throws CsvError naming the line; line 1 where there is no record at all */
export function parseTruth(text: string, labels: readonly string[]): TruthEntry[] {
  const records = parseCsv(text);
  const isHeader = records[0]?.fields.map((name) => name.trim().toLowerCase()).join() === 'file,label';
  const known = new Set(labels);
  const entries = records.slice(isHeader ? 1 : 0).map(({ line, fields }) => {
    const [file = '', label] = fields;
    if (label === undefined || fields.length > 2) {
      throw new CsvError(line, `expected file,label, received ${fields.length} field(s)`);
    }
    if (file === '') throw new CsvError(line, 'expected the path of a picture, received nothing');
    if (known.has(label)) return { file, truth: label };
    if (label === '' || label === 'none') return { file, truth: null };
    throw new CsvError(line, `the model has no label "${label}"; it has ${list(labels)}, or use none`);
  });
  if (entries.length === 0) throw new CsvError(1, 'expected lines of file,label, received none');
  return entries;
}

function list(labels: readonly string[]): string {
  const named = labels.slice(0, NAMED_LABELS).join(', ');
  const rest = labels.length - NAMED_LABELS;
  return rest > 0 ? `${named} and ${rest} more` : named;
}
