import { columns } from '../evaluate/text-columns.js';
import { printable } from '../printable.js';
import type { Summary } from './comparison.js';
import { percent, type Bounds } from './verdict.js';

/** The figures beside their bounds, for people. */
export function reportAsText(summary: Summary, bounds: Bounds): string {
  const { models, compared, agreed, differed, requests, failed, medianMs, confidenceGap } = summary;
  const part = (of: number, all: number) => (all === 0 ? '-' : percent(of / all));
  const figure = (ms: number) => (Number.isNaN(ms) ? '-' : ms.toFixed(1));
  return `${columns([
    ['', 'old', 'new', 'bound'],
    ['model', printable(models.old) || '-', printable(models.new) || '-', ''],
    ['requests', '', String(requests), `at least ${bounds.minRequests}`],
    ['failed', '', `${failed} (${part(failed, requests)})`, `at most ${percent(bounds.maxErrorRatio)}`],
    ['pictures', String(compared), '', `at least ${bounds.minRequests}`],
    [
      'same answer',
      '',
      `${agreed} (${part(agreed, agreed + differed)})`,
      `at least ${percent(bounds.minAgreement)}`,
    ],
    ['confidence, largest difference', '', confidenceGap.toFixed(4), ''],
    [
      'work on a picture, median ms',
      figure(medianMs.old),
      figure(medianMs.new),
      `at most ${bounds.maxSlowdown} times the old`,
    ],
  ])}\n`;
}
