import { columns } from '../../evaluate/text-columns.js';
import type { Row } from './row.js';

/** Figures as people read them: three digits that count, `-` for what could not be measured. */
export function figure(value: number): string {
  if (!Number.isFinite(value)) return '-';
  if (value >= 100) return value.toFixed(0);
  return value.toFixed(value >= 10 ? 1 : 2);
}

export const megabytes = (bytes: number) => (Number.isNaN(bytes) ? '-' : (bytes / 1e6).toFixed(0));

/** `503: 12, timeout: 1`, or `-`; wrong answers and failed probes are named as such. */
export function failures(errors: Record<string, number>, wrong: number, probesFailed: number): string {
  const all = Object.entries({ ...errors, wrong, probe: probesFailed }).filter(([, count]) => count > 0);
  return all.length === 0 ? '-' : all.map(([code, count]) => `${code}: ${count}`).join(', ');
}

const HEAD = [
  'connections',
  'requests/s',
  'p50 ms',
  'p99 ms',
  'CPU ms/request',
  'client CPU ms',
  'probe p99 ms',
  'peak RSS MB',
  'answers',
  'failed',
];

function cells(row: Row): string[] {
  return [
    String(row.connections),
    figure(row.perSecond),
    figure(row.p50),
    figure(row.p99),
    figure(row.cpuMs),
    figure(row.clientCpuMs),
    figure(row.probe.p99),
    megabytes(row.peakRssBytes),
    String(row.answers),
    failures(row.errors, row.wrong, row.probe.failed),
  ];
}

/** One line of the table, to be printed when the row is there; the head without a row. */
export function tableLine(row?: Row): string {
  const values = row ? cells(row) : HEAD;
  // Beside the head, so that every column is at least as wide as that.
  return `${columns([HEAD, values]).split('\n')[1]!}\n`;
}
