import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { EngineResult, FindingReport } from './engine-result.js';
import { caseOf } from './cases.js';
import type { HttpResult } from './http/http-campaign.js';
import { requestCase } from './http/request-case.js';
import { loadSeeds } from './seeds.js';
import { openTarget, type TargetName } from './targets.js';

/** Of each kind; more of the same teach nothing. */
const MOST_FILES = 20;

/** Writes the offending pictures, each to a file that is named by how to have the case again. */
export async function writeFindings(folder: string, { target, seed, findings }: EngineResult): Promise<void> {
  const { formats } = await openTarget(target as TargetName);
  const seeds = loadSeeds();
  write(folder, `${target}-seed-${seed}`, findings, (index) => caseOf({ formats }, seeds, seed, index).bytes);
}

/** The same with requests, as they were sent. */
export function writeRequests(folder: string, { seed, findings }: HttpResult): void {
  const seeds = loadSeeds();
  write(folder, `http-seed-${seed}`, findings, (index) =>
    Buffer.concat(requestCase(seeds, seed, index).chunks),
  );
}

function write(
  folder: string,
  prefix: string,
  findings: readonly FindingReport[],
  bytesOf: (index: number) => Buffer,
): void {
  const written = new Map<string, number>();
  for (const { index, name } of findings) {
    const count = written.get(name) ?? 0;
    if (count >= MOST_FILES) continue;
    written.set(name, count + 1);
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, `${prefix}-only-${index}-${name}.bin`), bytesOf(index));
  }
}
