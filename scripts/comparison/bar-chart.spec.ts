import { describe, expect, it } from '@jest/globals';
import sharp from 'sharp';
import { barChart, type BarChart } from './bar-chart.js';

const CHART: BarChart = {
  title: 'Frogs & toads',
  note: 'an hour',
  panels: [
    {
      name: 'Pond',
      groups: [
        {
          name: 'small',
          bars: [
            { name: 'ours', value: 200 },
            { name: 'theirs', value: 50 },
          ],
        },
        { name: 'large', bars: [{ name: 'theirs', value: 3 }] },
      ],
    },
    { name: 'Lake', groups: [{ name: 'small', bars: [{ name: 'ours', value: 7.5 }] }] },
  ],
};

/** The class and the length of each bar, in the order in which they stand. */
const barsOf = (svg: string) =>
  [...svg.matchAll(/class="mark (c\d)" d="M\S+ \S+h([\d.]+)v/g)].map(
    ([, colour, length]) => [colour, Number(length)] as const,
  );

describe('barChart', () => {
  it('is an SVG that a renderer reads, with every name and value', async () => {
    const svg = barChart(CHART);
    expect(await sharp(Buffer.from(svg)).metadata()).toMatchObject({ format: 'svg', width: 760 });
    for (const text of ['Frogs &amp; toads', 'an hour', 'Pond', 'Lake', 'large', 'theirs', '200', '7.5']) {
      expect(svg).toContain(`>${text}</text>`);
    }
  });

  it('has bars as long as their values within a group, and the longest of each alike', () => {
    const lengths = barsOf(barChart(CHART)).map(([, length]) => length);
    expect(lengths).toHaveLength(4);
    expect(lengths[0]! / lengths[1]!).toBeCloseTo(4, 1);
    expect(new Set([lengths[0], lengths[2], lengths[3]]).size).toBe(1);
  });

  it('gives a name the same colour everywhere', () => {
    expect(barsOf(barChart(CHART)).map(([colour]) => colour)).toEqual(['c0', 'c1', 'c1', 'c0']);
  });

  it('is high enough for its longest panel', () => {
    const [, height] = /viewBox="0 0 \d+ (\d+)"/.exec(barChart(CHART))!;
    const lowest = Math.max(...[...barChart(CHART).matchAll(/ y="(\d+)"/g)].map(([, y]) => Number(y)));
    expect(Number(height)).toBeGreaterThan(lowest);
  });

  it('has colours for light and dark', () => {
    expect(barChart(CHART)).toMatch(/\.mark\.c1\{fill:[^]*prefers-color-scheme:dark[^]*\.mark\.c1\{fill:/);
  });
});
