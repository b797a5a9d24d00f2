import { describe, expect, it } from '@jest/globals';
import sharp from 'sharp';
import { lineChart, type Chart } from './line-chart.js';
import { scaleFor } from './scale.js';

const CHART: Chart = {
  title: 'Frogs & <toads>',
  x: { label: 'requests/s', scale: 'linear' },
  y: { label: 'p99 in ms', scale: 'log' },
  series: [
    {
      name: 'a "first"',
      points: [
        { x: 10, y: 5, label: '1' },
        { x: 90, y: 200, label: '2 (knee)' },
      ],
    },
    {
      name: 'b',
      points: [
        { x: 20, y: 1 },
        { x: NaN, y: 3 },
        { x: 40, y: 9 },
      ],
    },
  ],
};

describe('scaleFor', () => {
  it.each([
    { kind: 'linear' as const, values: [30, 355], ticks: [0, 100, 200, 300, 400] },
    { kind: 'linear' as const, values: [0.2], ticks: [0, 0.05, 0.1, 0.15, 0.2] },
    { kind: 'linear' as const, values: [0], ticks: [0, 0.2, 0.4, 0.6, 0.8, 1] },
    { kind: 'log' as const, values: [1, 64], ticks: [1, 2, 5, 10, 20, 50, 100] },
    { kind: 'log' as const, values: [3.8, 508], ticks: [1, 10, 100, 1000] },
    { kind: 'log' as const, values: [10, 10], ticks: [10, 100] },
    { kind: 'log' as const, values: [0.02, 0.04], ticks: [0.02, 0.05] },
    { kind: 'log' as const, values: [], ticks: [1, 2, 5, 10] },
  ])('has round ticks around $values, $kind', ({ kind, values, ticks }) => {
    expect(scaleFor(values, kind, 0, 1).ticks).toEqual(ticks);
  });

  it('places values between its ends', () => {
    const linear = scaleFor([100], 'linear', 50, 150);
    expect([0, 50, 100].map(linear.place)).toEqual([50, 100, 150]);
    const log = scaleFor([1, 100], 'log', 300, 100);
    expect([1, 10, 100].map((value) => Math.round(log.place(value)))).toEqual([300, 200, 100]);
  });
});

describe('lineChart', () => {
  it('is an SVG that a renderer reads, with title, axes and units', async () => {
    const svg = lineChart(CHART);
    expect(await sharp(Buffer.from(svg)).metadata()).toMatchObject({
      format: 'svg',
      width: 760,
      height: 440,
    });
    for (const text of [
      'Frogs &amp; &lt;toads&gt;',
      'requests/s',
      'p99 in ms',
      'a &quot;first&quot;',
      '2 (knee)',
    ]) {
      expect(svg).toContain(`>${text}</text>`);
    }
  });

  it('has a line and markers for each series, without what is no number', () => {
    const svg = lineChart(CHART);
    expect(svg.match(/class="line c\d" d="M[^"]*"/g)).toHaveLength(2);
    expect(svg.match(/class="mark c0"/g)).toHaveLength(3);
    expect(svg.match(/class="mark c1"/g)).toHaveLength(3);
    expect(svg).not.toContain('NaN');
  });

  it('has colours for light and dark', () => {
    expect(lineChart(CHART)).toMatch(
      /\.ground\{fill:#ffffff\}[^]*prefers-color-scheme:dark[^]*\.ground\{fill:#0d1117\}/,
    );
  });

  it('is there, too, where nothing was measured', () => {
    expect(lineChart({ ...CHART, series: [] })).toContain('</svg>');
  });
});
