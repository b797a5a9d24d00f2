import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import process from 'node:process';
import { URL } from 'node:url';
import v8Coverage from '@bcoe/v8-coverage';

/**
 * A reporter for Jest that adds up V8's counts file by file, as they come: those of the tests' own realm, and those that the
 * processes and worker threads write which the tests start. Jest itself would keep the counts and the code of every file of
 * `src` once for each file of tests until the end, which is more memory than most machines have; here the sum is all there is.
 */
export default class Collector {
  sources = { result: [] };
  built = { result: [] };
  transforms = new Map();

  constructor() {
    // Where the processes write, beside which the sums go.
    this.processes = process.env.COUNT_PROCESSES_IN;
    this.folder = dirname(this.processes);
    mkdirSync(this.processes, { recursive: true });
  }

  onTestResult(_test, testResult) {
    const counted = testResult.v8Coverage ?? [];
    this.sources = sum(
      this.sources,
      counted.map(({ result }) => result),
    );
    for (const { result, codeTransformResult } of counted) {
      if (codeTransformResult) this.transforms.set(result.url, codeTransformResult);
    }
    // Jest holds the same array.
    counted.length = 0;
    this.takeProcesses();
  }

  onRunComplete() {
    this.takeProcesses();
    const transforms = Object.fromEntries(this.transforms);
    writeFileSync(join(this.folder, 'sources.json'), JSON.stringify({ ...this.sources, transforms }));
    writeFileSync(join(this.folder, 'built.json'), JSON.stringify(this.built));
  }

  /** One that is still being written is taken the next time. */
  takeProcesses() {
    for (const name of readdirSync(this.processes)) {
      const file = join(this.processes, name);
      const counts = parsed(readFileSync(file, 'utf8'));
      if (!counts) continue;
      const own = counts.result.filter(({ url }) => url.startsWith(DIST));
      this.built = sum(this.built, own);
      rmSync(file);
    }
  }
}

const DIST = new URL('../../dist/', import.meta.url).href;

function sum(before, result) {
  return v8Coverage.mergeProcessCovs([before, { result }]);
}

function parsed(text) {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
