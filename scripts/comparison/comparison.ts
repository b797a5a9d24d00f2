import { readFileSync } from 'node:fs';
import { barChart } from './bar-chart.js';

/** Measured on one machine in one run (docs/performance.md says how); docs/plots/comparison.json. */
export interface Comparison {
  /** The day, as 2026-01-31. */
  measured: string;
  machine: string;
  load: string;
  models: {
    name: string;
    servers: string[];
    /** By the size of the pictures; in the order of the servers. */
    requests_per_second: Record<string, number[]>;
  }[];
}

const PLOTS = new URL('../../docs/plots/', import.meta.url);
export const COMPARISON_PLOT = new URL('comparison.svg', PLOTS);

export const readComparison = () =>
  JSON.parse(readFileSync(new URL('comparison.json', PLOTS), 'utf8')) as Comparison;

export function comparisonPlot({ measured, machine, models }: Comparison): string {
  return barChart({
    title: 'Requests a second, 16 connections',
    note: `${machine}, ${measured}. In each group the longest bar is the fastest server.`,
    panels: models.map(({ name, servers, requests_per_second: bySize }) => ({
      name,
      groups: Object.entries(bySize).map(([size, values]) => ({
        name: size,
        bars: values.map((value, i) => ({ name: servers[i]!, value })),
      })),
    })),
  });
}
