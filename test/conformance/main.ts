/**
 * Checks a server of the Open Inference Protocol v2 over REST, case by case: docs/conformance.md.
 *
 *   npm run conformance -- URL --model NAME [options]
 */
import { writeFileSync } from 'node:fs';
import { CASES } from './cases/all.js';
import { readOptions, USAGE, type Options } from './options.js';
import { hasFailed, runCases } from './run-cases.js';
import { Subject } from './subject.js';
import { summary, table } from './table.js';

let options: Options | undefined;
try {
  options = readOptions(process.argv.slice(2));
} catch (error) {
  process.stderr.write(`conformance: ${(error as Error).message}\n\n${USAGE}\n`);
  process.exitCode = 2;
}
if (options) process.exitCode = await check(options);

async function check({ subject: about, only, isStrict, json }: Options): Promise<number> {
  const cases = CASES.filter(({ id }) => only.length === 0 || only.some((start) => id.startsWith(start)));
  if (cases.length === 0) {
    process.stderr.write(`conformance: no case has an id that begins with ${only.join(' or ')}\n`);
    return 2;
  }
  const subject = new Subject(about);
  try {
    if (!(await answers(subject))) return 1;
    const results = await runCases(subject, cases);
    process.stdout.write(`${table(results)}\n\n${summary(results)}\n`);
    if (json !== undefined) {
      writeFileSync(json, `${JSON.stringify({ url: about.url, model: about.model, results }, null, 2)}\n`);
    }
    return hasFailed(results, isStrict) ? 1 : 0;
  } finally {
    subject.close();
  }
}

/** Whether anything answers at all; where nothing does, one line says more than a table. */
async function answers(subject: Subject): Promise<boolean> {
  try {
    await subject.get('/v2/health/live');
    return true;
  } catch (error) {
    process.stderr.write(`conformance: ${subject.options.url}: ${(error as Error).message}\n`);
    return false;
  }
}
