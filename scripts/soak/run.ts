/**
 * Soaks the built server on this machine: mixed load with faults, and a verdict (docs/reliability.md).
 *
 *   npm run soak [-- --minutes 30] [-- --connections 8] [-- --workers 2] [-- --kill-every 20] [-- --write]
 *
 * It needs Linux, whose /proc it reads. With --write the tables go to docs/reliability.md, plots and some samples
 * to docs/plots/. The exit code is 0 where every promise was kept, 1 where one was broken, 2 for wrong options.
 */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { format, resolveConfig } from 'prettier';
import { columns } from '../../src/cli/evaluate/text-columns.js';
import { describeMachine } from '../bench/machine.js';
import { markdownTable, replaceMeasured } from '../bench/markdown.js';
import { ROOT } from '../bench/server.js';
import { answerTable, checkTable, memoryPlot, ratePlot, summary } from './report.js';
import { soak, type SoakPlan, type Soaked } from './soak.js';
import { unexplainedRows, verdict, type Check } from './verdict.js';

/** As many as one likes to keep under version control. */
const JSON_SAMPLES = 100;

const { plan, write } = options();
const stop = new AbortController();
process.once('SIGINT', () => {
  stop.abort(new Error('interrupted; nothing is written'));
});
const folder = mkdtempSync(join(tmpdir(), 'tetrapod-soak-'));
try {
  const soaked = await soak(plan, folder, stop.signal, (text) => {
    console.error(text);
  });
  const checks = verdict(soaked);
  const unexplained = unexplainedRows(soaked.rows);
  console.log(
    `${columns(answerTable(soaked.rows))}\n\n${summary(plan, soaked)}\n\n${columns(checkTable(checks))}`,
  );
  if (unexplained.length > 0) console.log(`\nunexplained:\n${columns(answerTable(unexplained))}`);
  if (soaked.errorLines.length > 0) console.log(`\nerrors in the log:\n${soaked.errorLines.join('\n')}`);
  if (write) await writeDocument(soaked, checks);
  if (checks.some(({ isKept }) => !isKept)) process.exitCode = 1;
} catch (error) {
  const { message } = stop.signal.aborted ? (stop.signal.reason as Error) : (error as Error);
  console.error(`soak: ${message}`);
  process.exitCode = stop.signal.aborted ? 130 : 1;
} finally {
  rmSync(folder, { recursive: true });
}

async function writeDocument(soaked: Soaked, checks: Check[]): Promise<void> {
  const page = join(ROOT, 'docs/reliability.md');
  const plots = join(ROOT, 'docs/plots');
  const text = [
    summary(plan, soaked),
    markdownTable(checkTable(checks)),
    '![Memory over time](plots/soak-memory.svg)',
    '![Answers and descriptors over time](plots/soak-rates.svg)',
    markdownTable(answerTable(soaked.rows)),
    markdownTable([['', ''], ...describeMachine()]),
  ].join('\n\n');
  const written = replaceMeasured(readFileSync(page, 'utf8'), text);
  writeFileSync(page, await format(written, { ...(await resolveConfig(page)), parser: 'markdown' }));
  mkdirSync(plots, { recursive: true });
  writeFileSync(join(plots, 'soak-memory.svg'), memoryPlot(soaked.samples));
  writeFileSync(join(plots, 'soak-rates.svg'), ratePlot(soaked.samples));
  const step = Math.ceil(soaked.samples.length / JSON_SAMPLES);
  const samples = soaked.samples.filter((_, i) => i % step === 0);
  const record = JSON.stringify({ plan, checks, ...soaked, samples });
  const style = await resolveConfig(page);
  writeFileSync(join(plots, 'soak.json'), await format(record, { ...style, parser: 'json' }));
  console.log('\ndocs/reliability.md and docs/plots are written.');
}

function options(): { plan: SoakPlan; write: boolean } {
  try {
    const { values } = parseArgs({
      options: {
        minutes: { type: 'string', default: '30' },
        connections: { type: 'string', default: '8' },
        workers: { type: 'string', default: '2' },
        'kill-every': { type: 'string', default: '20' },
        write: { type: 'boolean', default: false },
      },
    });
    const plan = {
      milliseconds: numberOf('--minutes', values.minutes, 0.1) * 60_000,
      connections: numberOf('--connections', values.connections, 1),
      workers: numberOf('--workers', values.workers, 2),
      killEveryMs: numberOf('--kill-every', values['kill-every'], 1) * 1000,
    };
    return { plan, write: values.write };
  } catch (error) {
    console.error(`soak: ${(error as Error).message}`);
    process.exit(2);
  }
}

function numberOf(name: string, text: string, least: number): number {
  const value = Number(text);
  if (text.trim() === '' || !(value >= least)) {
    throw new Error(`${name}: expected a number of at least ${least}, received "${text}"`);
  }
  return value;
}
