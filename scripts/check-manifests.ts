/**
 * Checks Kubernetes manifests without a cluster: `tsx scripts/check-manifests.ts [FILE or FOLDER...]`.
 * Exits 1 on a finding, and when there was nothing to check.
 */
import { checkManifests } from './manifests/check.js';

const paths = process.argv.slice(2);
const { passed, failed, findings } = await checkManifests(
  paths.length > 0 ? paths : ['deploy/kubernetes', 'deploy/kserve'],
);
for (const { file, object, expected, found } of findings) {
  console.error(`${file}: ${object}: expected ${expected}, found ${found}`);
}
console.log(`${passed} passed, ${failed} failed`);
if (failed > 0 || passed === 0) process.exitCode = 1;
