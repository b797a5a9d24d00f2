/**
 * Checks Kubernetes manifests without a cluster: `tsx scripts/check-manifests.ts [FILE or FOLDER...]`. Without arguments it
 * checks the project's own, and that those which are made of the chart are up to date; that needs helm (`npm run tools`).
 * Exits 1 on a finding, and when there was nothing to check.
 */
import { checkManifests } from './manifests/check.js';
import { generatedByHelm, generatedInChart, stale } from './manifests/generated.js';

const paths = process.argv.slice(2);
const own = paths.length === 0;
const { passed, failed, findings } = await checkManifests(
  own ? ['deploy/kubernetes', 'deploy/kserve'] : paths,
);
const old = own ? stale(new Map([...(await generatedInChart()), ...(await generatedByHelm())])) : [];
for (const { file, object, expected, found } of [...findings, ...old]) {
  console.error(`${file}: ${object}: expected ${expected}, found ${found}`);
}
console.log(`${passed} passed, ${failed + old.length} failed`);
if (failed + old.length > 0 || passed === 0) process.exitCode = 1;
