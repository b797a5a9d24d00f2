import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import {
  COMPARISON_PLOT,
  comparisonPlot,
  readComparison,
  type Comparison,
} from '../../scripts/comparison/comparison.js';

const read = (path: string) => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');
const comparison = readComparison();
const performance = read('docs/performance.md');
const sentences = read('README.md').replace(/\s+/g, ' ');

/** The cells of the rows for one size of pictures, in the tables of the section that compares. */
function rowsOf(size: string): string[][] {
  const section = performance.slice(performance.indexOf('## Compared'), performance.indexOf('## The doors'));
  return section
    .split('\n')
    .filter((line) => line.startsWith(`| ${size} `))
    .map((line) => line.split('|').map((cell) => cell.trim()));
}

/** How many times as many requests the first server of a model answers as another: the least and the most over all sizes. */
function advantage({ models }: Comparison, model: string, server: string): [number, number] {
  const { servers, requests_per_second: bySize } = models.find(({ name }) => name === model)!;
  const ratios = Object.values(bySize).map((values) => values[0]! / values[servers.indexOf(server)]!);
  return [Math.min(...ratios), Math.max(...ratios)];
}

describe('the comparison with other servers', () => {
  it('is drawn from docs/plots/comparison.json (npm run documents:write)', () => {
    expect(readFileSync(COMPARISON_PLOT, 'utf8')).toBe(comparisonPlot(comparison));
  });

  const rows = comparison.models.flatMap(({ requests_per_second: bySize }, table) =>
    Object.entries(bySize).map(([size, values]) => ({ size, values, table })),
  );

  it.each(rows)(
    'has the figures that docs/performance.md gives for $size, table $table',
    ({ size, values, table }) => {
      const row = rowsOf(size)[table]!;
      const [own, ...others] = values;
      expect(row[2]).toBe(String(own));
      others.forEach((other, i) => {
        expect(row[3 + 2 * i]).toBe(String(other));
        // Ratios were taken before rounding.
        expect(Math.abs(Number(row[4 + 2 * i]) - own! / other)).toBeLessThan(0.01);
      });
    },
  );

  it.each([
    { model: 'Simulated model', server: 'FastAPI' },
    { model: 'Simulated model', server: 'FastAPI, draft' },
    { model: 'MobileNetV2', server: 'Express' },
  ])('is summed up by the README as it is: $model, $server', ({ model, server }) => {
    const [least, most] = advantage(comparison, model, server);
    expect(sentences).toContain(`${least.toFixed(1)} to ${most.toFixed(1)} times`);
  });
});
