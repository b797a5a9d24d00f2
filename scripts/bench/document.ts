import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { format, resolveConfig } from 'prettier';
import { markdownTable, replaceMeasured } from './markdown.js';
import { latencyPlot, throughputPlot } from './plots.js';
import { median, type Measured } from './suite.js';
import { sizeTable, workerTable } from './tables.js';

type Machine = [name: string, value: string][];

/** Puts tables and plots into a folder that has a benchmarks.md. */
export async function writeDocument(folder: string, measured: Measured, machine: Machine): Promise<void> {
  const file = join(folder, 'benchmarks.md');
  const page = replaceMeasured(readFileSync(file, 'utf8'), measuredText(measured, machine));
  writeFileSync(file, await format(page, { ...(await resolveConfig(file)), parser: 'markdown' }));
  mkdirSync(join(folder, 'plots'), { recursive: true });
  writeFileSync(join(folder, 'plots/throughput.svg'), throughputPlot(measured.models[0]!));
  writeFileSync(join(folder, 'plots/latency.svg'), latencyPlot(measured.byWorkers));
}

function measuredText({ models, byWorkers, coldStarts }: Measured, machine: Machine): string {
  const [low, high] = [coldStarts[0]!, coldStarts.at(-1)!].map((ms) => ms.toFixed(0));
  return [
    '## The machine',
    markdownTable([['', ''], ...machine]),
    ...models.flatMap((rounds) => [
      `## By size of the picture: ${rounds.model.name}`,
      markdownTable(sizeTable(rounds)),
      ...(rounds === models[0] ? ['![Throughput by size of the picture](plots/throughput.svg)'] : []),
    ]),
    '## By number of workers',
    'Pictures of 500x375, the simulated model.',
    markdownTable(workerTable(byWorkers)),
    '![Latency over throughput](plots/latency.svg)',
    '## Cold start',
    `From the start of the process to the first 200 of \`GET /health/ready\`: median ${median(coldStarts).toFixed(0)} ms ` +
      `of ${coldStarts.length} starts (${low} to ${high} ms), with the simulated model.`,
  ].join('\n\n');
}
