import { lineChart } from '../svg/line-chart.js';
import type { Report } from './report-json.js';
import type { Row } from './row.js';

/** Latency over throughput, a point for each level of load, as SVG. */
export function curveOf({ model, rows, knee }: Report): string {
  const answered = rows.filter(({ answers }) => answers > 0);
  const points = (latency: (row: Row) => number) =>
    answered.map((row) => ({ x: row.perSecond, y: latency(row), label: labelOf(row, knee?.row) }));
  return lineChart({
    title: `Latency over throughput, ${model.name}`,
    x: { label: 'requests/s', scale: 'linear' },
    y: { label: 'latency in ms (logarithmic)', scale: 'log' },
    series: [
      { name: 'p99, at each point the connections', points: points(({ p99 }) => p99) },
      { name: 'p50', points: points(({ p50 }) => p50).map(({ x, y }) => ({ x, y })) },
    ],
  });
}

function labelOf(row: Row, knee: Row | undefined): string {
  return row === knee ? `${row.connections} (knee)` : String(row.connections);
}
