/**
 * Measures this project on this machine, and writes tables and plots to docs/benchmarks.md:
 *
 *   npm run bench [-- --quick] [-- --model FOLDER]
 *
 * --quick takes about a minute and a half and writes nothing; --model adds a table with an ONNX model.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { columns } from '../../src/cli/evaluate/text-columns.js';
import { writeDocument } from './document.js';
import { describeMachine } from './machine.js';
import { ROOT } from './server.js';
import { FULL, median, QUICK, Suite } from './suite.js';
import { sizeTable, workerTable } from './tables.js';

const MAX_MS = 10 * 60 * 1000;

const { quick = false, model } = options();
const stop = new AbortController();
process.once('SIGINT', () => {
  stop.abort(new Error('interrupted; nothing is written'));
  process.exitCode = 130;
});
const timer = setTimeout(() => {
  stop.abort(new Error('it has taken 10 minutes, which is too long; nothing is written'));
}, MAX_MS);
const folder = mkdtempSync(join(tmpdir(), 'tetrapod-bench-'));
try {
  const suite = new Suite(quick ? QUICK : FULL, folder, stop.signal, (text) => {
    console.error(text);
  });
  const measured = await suite.run(['simulated', ...(model === undefined ? [] : [model])]);
  for (const rounds of measured.models) {
    console.log(`\n${rounds.model.name}\n${columns(sizeTable(rounds))}`);
  }
  console.log(`\nworkers\n${columns(workerTable(measured.byWorkers))}`);
  console.log(`\ncold start: median ${median(measured.coldStarts).toFixed(0)} ms`);
  if (!quick) {
    await writeDocument(join(ROOT, 'docs'), measured, describeMachine());
    console.log('\ndocs/benchmarks.md and docs/plots are written.');
  }
} catch (error) {
  const { message } = stop.signal.aborted ? (stop.signal.reason as Error) : (error as Error);
  console.error(`bench: ${message}`);
  process.exitCode ??= 1;
} finally {
  clearTimeout(timer);
  rmSync(folder, { recursive: true });
}

function options() {
  try {
    return parseArgs({ options: { quick: { type: 'boolean' }, model: { type: 'string' } } }).values;
  } catch (error) {
    console.error(`bench: ${(error as Error).message}`);
    process.exit(2);
  }
}
