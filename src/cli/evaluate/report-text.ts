import type { Paint } from '../colours.js';
import { clipped, printable } from '../printable.js';
import type { Class } from './confusion-matrix.js';
import type { Report } from './report.js';
import { columns } from './text-columns.js';

/** Beyond so many classes no screen holds the matrix; the most frequent mistakes are shown instead. */
const MAX_MATRIX = 12;
const MAX_MISTAKES = 20;
const MAX_LABEL = 24;
const MAX_MATRIX_LABEL = 10;

/** The report for people. */
export function reportAsText(report: Report, paint: Paint): string {
  const title = (text: string) => paint('bold', text);
  return [
    `${title('accuracy')} ${accuracyLine(report)}`,
    title(`\nper label`) + `\n${classTable(report)}`,
    report.classes.length <= MAX_MATRIX
      ? title('\nconfusion matrix') + ` (rows: truth, columns: prediction)\n${matrixTable(report)}`
      : title('\nmost frequent mistakes') + `\n${mistakeTable(report)}`,
    report.calibrated === 0 ? '' : title('\ncalibration') + ` ${calibrationTable(report)}`,
    title('\nspeed') + ` ${speedLine(report)}`,
  ]
    .filter((part) => part !== '')
    .map((part) => `${part}\n`)
    .join('');
}

const figure = (value: number | null) => (value === null || Number.isNaN(value) ? '-' : value.toFixed(4));

function name(label: Class, width = MAX_LABEL): string {
  return clipped(printable(label ?? 'none'), width);
}

function accuracyLine({ accuracy, accuracy95: { low, high }, correct, pictures }: Report): string {
  return `${figure(accuracy)} (${correct} of ${pictures}), 95 % interval ${figure(low)} to ${figure(high)}`;
}

function classTable({ classes }: Report): string {
  const rows = classes.map(({ label, precision, recall, f1, support }) => [
    name(label),
    figure(precision),
    figure(recall),
    figure(f1),
    String(support),
  ]);
  return columns([['label', 'precision', 'recall', 'F1', 'support'], ...rows]);
}

function matrixTable({ classes, matrix }: Report): string {
  const labels = classes.map(({ label }) => label);
  // The column is there even where nothing came out as none, so that it is plain that nothing did.
  if (!labels.includes(null)) labels.push(null);
  const rows = labels
    .filter((truth) => truth !== null || matrix.has(null))
    .map((truth) => [name(truth), ...labels.map((prediction) => String(matrix.count(truth, prediction)))]);
  return columns([['', ...labels.map((label) => name(label, MAX_MATRIX_LABEL))], ...rows]);
}

function mistakeTable({ matrix }: Report): string {
  const mistakes = matrix.mistakes().slice(0, MAX_MISTAKES);
  const rows = mistakes.map(({ truth, prediction, count }) => [name(truth), name(prediction), String(count)]);
  return columns([['truth', 'prediction', 'count'], ...rows]);
}

function calibrationTable({ ece, bins, calibrated }: Report): string {
  const rows = bins.map(({ from, to, count, confidence, accuracy }) => [
    `${from.toFixed(3)}-${to.toFixed(3)}`,
    String(count),
    figure(confidence),
    figure(accuracy),
  ]);
  const table = columns([['confidence', 'pictures', 'mean', 'accuracy'], ...rows]);
  return `expected calibration error ${figure(ece)} over ${calibrated} pictures\n${table}`;
}

function speedLine({ jobs, latencyMs: { p50, p95, p99 }, perSecond }: Report): string {
  const latency = `with ${jobs} at a time: p50 ${p50.toFixed(1)} ms, p95 ${p95.toFixed(1)} ms, p99 ${p99.toFixed(1)} ms`;
  return `${latency}; ${perSecond.toFixed(1)} pictures/s`;
}
