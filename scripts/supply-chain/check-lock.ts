/** Fails where an install could be another than the one that was reviewed: `npm run lint:lock`. */
import { readFileSync } from 'node:fs';
import { lockedPackages, readLockFile } from './lock-file.js';
import { pinningProblems, type Manifest } from './pinning.js';

const read = (path: string) => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');
/** The rows of the table of install scripts. */
const reasons = [...read('docs/supply-chain.md').matchAll(/^\| `(@?[\w./-]+)` +\|/gm)].map(
  ([, name]) => name!,
);

const packages = lockedPackages(readLockFile());
const problems = pinningProblems(packages, JSON.parse(read('package.json')) as Manifest, reasons);
for (const problem of problems) console.error(problem);
console.log(`${packages.length} packages, ${problems.length} problems with pinning and install scripts`);
process.exitCode = problems.length === 0 ? 0 : 1;
