import type { PredictionItem } from '../../predict/classification-response.dto.js';
import { predictionsAbove } from '../../predict/predictions.js';
import type { Answered, Outcome } from '../classify-file.js';
import type { Paint } from '../colours.js';
import { csvRow } from '../csv.js';
import { clipped, printable } from '../printable.js';

export interface Selection {
  threshold: number;
  topK: number;
}

/** How results are written. Each text is empty or ends in a line feed. */
export interface ResultFormat {
  head: string;
  row: (outcome: Outcome) => string;
}

function select({ scores }: Answered, { threshold, topK }: Selection): PredictionItem[] {
  return predictionsAbove(threshold, scores, topK);
}

/** One JSON object a line. */
export function jsonLines(selection: Selection): ResultFormat {
  const row = (outcome: Outcome) => {
    if ('problem' in outcome) return { file: outcome.file, problem: outcome.problem };
    return { file: outcome.file, predictions: select(outcome, selection), latency_ms: outcome.latencyMs };
  };
  return { head: '', row: (outcome) => `${JSON.stringify(row(outcome))}\n` };
}

/** A row for each prediction; one without label where no label reaches the threshold, or with the error's code. */
export function csvRows(selection: Selection): ResultFormat {
  return {
    head: csvRow(['file', 'label', 'confidence', 'latency_ms', 'error']),
    row: (outcome) => {
      if ('problem' in outcome) return csvRow([outcome.file, '', '', '', outcome.problem.code]);
      const { file, latencyMs } = outcome;
      const chosen = select(outcome, selection);
      if (chosen.length === 0) return csvRow([file, '', '', latencyMs, '']);
      return chosen.map(({ label, confidence }) => csvRow([file, label, confidence, latencyMs, ''])).join('');
    },
  };
}

const MAX_LABEL_WIDTH = 40;
const NO_LABEL = '-';

/** Columns for people: the file last, because its width is not known before; bad files are told of elsewhere. */
export function table(selection: Selection, labels: readonly string[], paint: Paint): ResultFormat {
  const width = Math.min(MAX_LABEL_WIDTH, Math.max(5, ...labels.map(({ length }) => length)));
  const cell = (label: string) => clipped(printable(label), width).padEnd(width);
  const line = (label: string, confidence: string, latency: string, file: string) =>
    `${cell(label)}  ${confidence.padStart(10)}  ${latency.padStart(10)}  ${file}\n`;
  return {
    head: paint('bold', line('label', 'confidence', 'latency', 'file').trimEnd()) + '\n',
    row: (outcome) => {
      if ('problem' in outcome) return '';
      const latency = `${outcome.latencyMs.toFixed(1)} ms`;
      const file = printable(outcome.file);
      const chosen = select(outcome, selection);
      if (chosen.length === 0) return paint('dim', line(NO_LABEL, '', latency, file).trimEnd()) + '\n';
      return chosen
        .map(({ label, confidence }) => line(label, confidence.toFixed(4), latency, file))
        .join('');
    },
  };
}
