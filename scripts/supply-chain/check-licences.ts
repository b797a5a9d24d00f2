/** Fails where a package has a licence that licences.yaml does not allow: `npm run licences`. */
import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { licenceProblems, type LicencePolicy } from './licences.js';
import { lockedPackages, readLockFile } from './lock-file.js';

const policy = parse(readFileSync(new URL('licences.yaml', import.meta.url), 'utf8')) as LicencePolicy;
const packages = lockedPackages(readLockFile());
const problems = licenceProblems(packages, policy);
for (const problem of problems) console.error(problem);
console.log(`${packages.length} packages, ${problems.length} problems with licences`);
process.exitCode = problems.length === 0 ? 0 : 1;
