import { lineChart } from '../../src/cli/bench/svg/line-chart.js';
import type { ModelRounds, WorkerRounds } from './suite.js';

export function throughputPlot({ model, sizes }: ModelRounds): string {
  return lineChart({
    title: `Throughput by size of the picture, ${model.name}`,
    x: { label: 'connections (logarithmic)', scale: 'log' },
    y: { label: 'requests/s (logarithmic)', scale: 'log' },
    series: sizes.map(({ size, steps }) => ({
      name: size,
      points: steps.map(({ connections, requests_per_second: perSecond }) => ({
        x: connections,
        y: perSecond,
        label: perSecond.toFixed(perSecond < 10 ? 1 : 0),
      })),
    })),
  });
}

export function latencyPlot(rounds: readonly WorkerRounds[]): string {
  return lineChart({
    title: 'Latency (p99) over throughput; at each point the connections',
    x: { label: 'requests/s, pictures of 500x375', scale: 'linear' },
    y: { label: 'p99 in ms (logarithmic)', scale: 'log' },
    series: rounds.map(({ workers, steps }) => ({
      name: `WORKERS=${workers}`,
      points: steps.map(({ connections, requests_per_second: x, latency_ms: { p99 } }) => ({
        x,
        y: p99 ?? NaN,
        label: String(connections),
      })),
    })),
  });
}
