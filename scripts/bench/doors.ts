/**
 * Compares the ways to send a picture, on this machine: base64 in JSON, the file as it is, and a form.
 *
 *   npm run bench:doors [-- --rounds N]
 *
 * One server; for each size, the doors take turns, so that what else the machine does meets all of them. Prints a table of
 * medians, and of ratios to JSON in the same round.
 */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { drawPictures } from '../../src/cli/bench/drawn/draw-pictures.js';
import { DRAWN_SIZES, type DrawnSize } from '../../src/cli/bench/drawn/drawn-sizes.js';
import { DOORS, type Door } from '../../src/cli/bench/http/request.js';
import type { JsonStep } from '../../src/cli/bench/report/report-json.js';
import { figure } from '../../src/cli/bench/report/table.js';
import { percentile } from '../../src/cli/evaluate/percentile.js';
import { markdownTable } from './markdown.js';
import { startServer } from './server.js';
import { tetrapodBench } from './tetrapod-bench.js';

const CONNECTIONS = [1, 16];
const SECONDS = { duration: 2, warmUp: 0 };
const PICTURES = 4;
const HEAD = [
  'picture',
  'connections',
  'door',
  'requests/s',
  'p50 ms',
  'CPU ms/request',
  'requests/s to JSON',
  'p50',
  'CPU',
];

const { rounds } = options();
const { signal } = new AbortController();
const folder = mkdtempSync(join(tmpdir(), 'tetrapod-doors-'));
try {
  const rows: string[][] = [HEAD];
  for (const size of DRAWN_SIZES) rows.push(...(await compare(size)));
  console.log(`Medians of ${rounds} rounds\n\n${markdownTable(rows)}`);
} finally {
  rmSync(folder, { recursive: true });
}

async function compare(size: DrawnSize): Promise<string[][]> {
  const pictures = join(folder, size);
  mkdirSync(pictures);
  for (const { name, bytes } of await drawPictures(size, PICTURES)) {
    writeFileSync(join(pictures, name), bytes);
  }
  const reports: Record<Door, JsonStep[][]> = { json: [], raw: [], form: [] };
  const server = await startServer({}, folder, signal);
  try {
    for (let round = 0; round < rounds; round++) {
      for (const door of DOORS) {
        console.error(`${size}, round ${round + 1} of ${rounds}, ${door}`);
        const load = { concurrency: CONNECTIONS, ...SECONDS, door };
        const report = await tetrapodBench(server, pictures, load, signal);
        reports[door].push(report.steps);
      }
    }
  } finally {
    await server.stop();
  }
  return CONNECTIONS.flatMap((_, level) => {
    const stepsOf = (door: Door) => reports[door].map((steps) => steps[level]!);
    return DOORS.map((door) => row(size, door, stepsOf(door), stepsOf('json')));
  });
}

function row(size: DrawnSize, door: Door, steps: readonly JsonStep[], json: readonly JsonStep[]): string[] {
  const figures = [
    (step: JsonStep) => step.requests_per_second,
    (step: JsonStep) => step.latency_ms.p50 ?? NaN,
    (step: JsonStep) => step.cpu_ms_per_request ?? NaN,
  ];
  return [
    size,
    String(json[0]!.connections),
    door,
    ...figures.map((of) => figure(median(steps.map(of)))),
    ...figures.map((of) => median(steps.map((step, i) => of(step) / of(json[i]!))).toFixed(2)),
  ];
}

function median(values: readonly number[]): number {
  return percentile(
    [...values].sort((a, b) => a - b),
    50,
  );
}

function options(): { rounds: number } {
  const { values } = parseArgs({ options: { rounds: { type: 'string', default: '5' } } });
  const count = Number(values.rounds);
  if (Number.isInteger(count) && count >= 1 && count <= 20) return { rounds: count };
  console.error('bench:doors: --rounds: expected a whole number from 1 to 20');
  process.exit(2);
}
