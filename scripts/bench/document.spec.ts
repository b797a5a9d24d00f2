import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { JsonStep } from '../../src/cli/bench/report/report-json.js';
import { writeDocument } from './document.js';
import { describeMachine } from './machine.js';
import { markdownTable, replaceMeasured } from './markdown.js';
import type { Measured } from './suite.js';
import { sizeTable, workerTable } from './tables.js';

const step = (connections: number, perSecond: number, more: Partial<JsonStep> = {}): JsonStep => ({
  connections,
  answers: perSecond * 8,
  seconds: 8,
  requests_per_second: perSecond,
  latency_ms: { mean: 1, p50: 2, p99: 3, max: 4 },
  cpu_ms_per_request: 5,
  client_cpu_ms_per_request: 0.1,
  client_load: 0.02,
  peak_rss_bytes: 2e8,
  probe_ms: { p50: 6, p99: 7, max: 8 },
  probes: 100,
  probes_failed: 0,
  wrong: 0,
  errors: {},
  ...more,
});

const MEASURED: Measured = {
  models: [
    {
      model: { name: 'simulated', version: '1', kind: 'simulated' },
      sizes: [
        {
          size: '224x224',
          bytes: 15_400,
          steps: [
            step(1, 100),
            step(16, 250, { cpu_ms_per_request: null, peak_rss_bytes: null, errors: { 503: 4 } }),
          ],
        },
      ],
    },
  ],
  byWorkers: [
    { workers: 1, steps: [step(1, 100), step(16, 200)] },
    { workers: 2, steps: [step(1, 100), step(16, 350)] },
  ],
  coldStarts: [800, 900, 1200],
};

describe('the tables', () => {
  it('have a row for each size and number of connections, - for what is not known', () => {
    const [head, ...rows] = sizeTable(MEASURED.models[0]!);
    expect(rows.map((row) => row.length)).toEqual([head!.length, head!.length]);
    expect(rows[1]).toEqual([
      '224x224, 15 kB',
      '16',
      '250',
      ...['2.00', '3.00', '-', '0.10', '7.00', '-', '2000', '503: 4'],
    ]);
  });

  it('compare numbers of workers', () => {
    const [head, ...rows] = workerTable(MEASURED.byWorkers);
    expect(rows.map((row) => row.length)).toEqual([head!.length, head!.length]);
    expect(rows.map((row) => row.at(-1))).toEqual(['1.00 times', '1.75 times']);
  });

  it('are Markdown', () => {
    expect(
      markdownTable([
        ['a', 'b'],
        ['1|2', '3'],
      ]),
    ).toBe('| a | b |\n| --- | --- |\n| 1\\|2 | 3 |');
  });
});

describe('the document', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'tetrapod-document-'));
  });
  afterEach(() => {
    rmSync(folder, { recursive: true });
  });

  it('gets tables and plots, and keeps what was written by hand', async () => {
    const file = join(folder, 'benchmarks.md');
    writeFileSync(file, '# Title\n\nBefore.\n\n<!-- measured -->\n\nold\n\n<!-- /measured -->\n\nAfter.\n');
    await writeDocument(folder, MEASURED, [['CPU', 'fast']]);
    await writeDocument(folder, MEASURED, [['CPU', 'faster']]);
    const page = readFileSync(file, 'utf8');
    expect(page).toMatch(
      /^# Title\n\nBefore\.\n\n<!-- measured -->\n\n## The machine\n[^]*<!-- \/measured -->\n\nAfter\.\n$/,
    );
    expect(page).toMatch(/\| CPU +\| faster \|/);
    expect(page).toContain('median 900 ms of 3 starts (800 to 1200 ms)');
    expect(page.match(/^## /gm)).toHaveLength(4);
    expect(page).not.toMatch(/\n\nold\n|undefined|NaN/);
    for (const [, plot] of page.matchAll(/\]\((plots\/[^)]+)\)/g)) {
      expect(readFileSync(join(folder, plot!), 'utf8')).toContain('</svg>');
    }
  });

  it('has to have its marks', () => {
    expect(() => replaceMeasured('# Title\n', 'x')).toThrow('expected <!-- measured --> and then');
  });
});

it('a machine is described', () => {
  const description = Object.fromEntries(describeMachine(new Date('2026-01-02T03:04:05Z')));
  expect(description).toMatchObject({ Node: process.version, date: '2026-01-02' });
  expect(description.CPU).toMatch(/, \d+ cores for this process$/);
});
