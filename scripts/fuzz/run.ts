/**
 * Feeds damaged pictures to every decode engine, and damaged requests to a server:
 *
 *   npm run fuzz -- [--engine NAME|all|none] [--cases N] [--minutes M] [--http N] [--seed S] [--only INDEX] [--out FOLDER]
 *
 * Without options: an hour for each engine and 100,000 requests. --cases and --minutes are for each engine. --only
 * repeats one case (--engine none --http 1 --only INDEX for a request) and says what came of it. The exit code is 1 where there was a finding. docs/fuzzing.md has more.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Logger } from '@nestjs/common';
import { fuzzEngine } from './campaign.js';
import type { EngineResult } from './engine-result.js';
import { fuzzHttp } from './http/http-campaign.js';
import { parseOptions, type FuzzOptions } from './options.js';
import { allFindings, table, withTotals, type Result } from './summary.js';
import type { TargetName } from './targets.js';
import { writeFindings, writeRequests } from './write-findings.js';

const MOST_SHOWN = 10;

Logger.overrideLogger(false);
const options = parseOrExit();
const { seed, only, out } = options;
const results: Result[] = [];
for (const engine of options.engines) results.push(await fuzzPictures(engine, options));
if (options.http > 0) results.push(await fuzzRequests(options));

if (only === undefined) {
  mkdirSync(out, { recursive: true });
  const summary = { date: new Date().toISOString(), node: process.version, results };
  writeFileSync(join(out, `summary-seed-${seed}.json`), `${JSON.stringify(summary, null, 2)}\n`);
}
console.log(table(results));
for (const result of results) {
  const findings = allFindings(result);
  for (const { index, name, detail } of findings.slice(0, MOST_SHOWN)) {
    console.log(`${result.target}, seed ${seed}, case ${index}: ${name}: ${detail}`);
  }
  if (findings.length > MOST_SHOWN) console.log(`${result.target}: ${findings.length - MOST_SHOWN} more`);
}
process.exitCode = results.some((result) => allFindings(result).length > 0) ? 1 : 0;

async function fuzzPictures(target: TargetName, { cases, minutes }: FuzzOptions): Promise<Result> {
  const range = only === undefined ? { cases } : { from: only, cases: 1 };
  const bound = minutes === undefined ? {} : { minutes };
  const result: EngineResult = await fuzzEngine({ target, seed, ...bound, ...range });
  await writeFindings(out, result);
  console.error(`${target}: ${JSON.stringify(result.tally)}`);
  return withTotals(result);
}

async function fuzzRequests({ http }: FuzzOptions): Promise<Result> {
  const range = only === undefined ? { cases: http } : { from: only, cases: 1 };
  const result = await fuzzHttp({ seed, ...range });
  writeRequests(out, result);
  console.error(`http: ${JSON.stringify(result.tally)}`);
  return withTotals({ target: 'http', ...result });
}

function parseOrExit(): FuzzOptions {
  try {
    return parseOptions(process.argv.slice(2));
  } catch (error) {
    console.error(`fuzz: ${(error as Error).message}`);
    process.exit(2);
  }
}
