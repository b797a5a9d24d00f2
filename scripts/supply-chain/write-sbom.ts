/** Writes the bill of materials of production as CycloneDX: `npm run sbom -- FILE`. */
import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { lockedPackages, readLockFile } from './lock-file.js';
import { productionSbom, type Sbom } from './sbom.js';

const [file = 'sbom.cdx.json'] = process.argv.slice(2);
// From the lock file, so that it names the packages of every platform.
const text = execFileSync('npm', ['sbom', '--sbom-format', 'cyclonedx', '--package-lock-only'], {
  encoding: 'utf8',
  maxBuffer: 64 * 1024 * 1024,
  stdio: ['ignore', 'pipe', 'inherit'],
});
const sbom = productionSbom(JSON.parse(text) as Sbom, lockedPackages(readLockFile()));
writeFileSync(file, `${JSON.stringify(sbom, null, 2)}\n`);
console.log(`${file}: ${sbom.components.length} packages`);
