import type { Knee } from './knee.js';
import { figure } from './table.js';
import type { Suggestion } from './suggestion.js';

/** Knee and suggestions for people, a line each. */
export function conclusion(knee: Knee, suggestion: Suggestion | undefined): string {
  const { row, best, isReached, parallelism } = knee;
  const share = Math.floor((row.perSecond / best.perSecond) * 100);
  const lines: [string, string][] = [
    [
      'knee',
      isReached
        ? `${row.connections} in flight: ${share} % of the best throughput (${figure(best.perSecond)}/s), p99 ${figure(row.p99)} ms`
        : `not reached: ${row.connections} in flight was the most that was tried, and the fastest; raise --concurrency`,
    ],
  ];
  if (!Number.isNaN(parallelism)) {
    const meaning = "best throughput times the latency of a lone request (Little's law)";
    lines.push(['parallelism', `${parallelism.toFixed(1)}: ${meaning}`]);
  }
  if (suggestion) {
    const { workers, workersBecause, queueMax, queueBecause } = suggestion;
    lines.push(['WORKERS', `${workers ?? '-'}: ${workersBecause}`]);
    lines.push(['QUEUE_MAX', `${queueMax}: ${queueBecause}`]);
  }
  return lines.map(([name, text]) => `${name.padEnd(11)}  ${text}\n`).join('');
}
