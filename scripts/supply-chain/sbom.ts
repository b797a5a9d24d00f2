import { isProduction, type LockedPackage } from './lock-file.js';

/** The parts of a CycloneDX document that are read here. */
export interface Sbom {
  metadata: { component: { 'bom-ref': string } };
  components: { 'bom-ref': string; name: string; version: string }[];
  dependencies: { ref: string; dependsOn: string[] }[];
}

/**
 * The bill of what is installed for production. `npm sbom --omit=dev` cannot be used for it: it leaves out every package that
 * a development dependency needs as well, among them @nestjs/core.
 * @param all the bill of everything, as `npm sbom` writes it
 * @throws Error where it does not name all production packages of the lock file
 */
export function productionSbom<T extends Sbom>(all: T, packages: LockedPackage[]): T {
  const wanted = new Set(packages.filter(isProduction).map(idOf));
  const components = all.components.filter((component) => wanted.has(idOf(component)));
  const named = new Set(components.map(idOf));
  const missing = [...wanted].filter((id) => !named.has(id));
  if (missing.length > 0) {
    throw new Error(`expected npm sbom to name every production package, it lacks ${missing.join(', ')}`);
  }
  const kept = new Set([
    all.metadata.component['bom-ref'],
    ...components.map((component) => component['bom-ref']),
  ]);
  const dependencies = all.dependencies
    .filter(({ ref }) => kept.has(ref))
    .map((entry) => ({ ...entry, dependsOn: entry.dependsOn.filter((ref) => kept.has(ref)) }));
  return { ...all, components, dependencies };
}

function idOf({ name, version }: { name: string; version?: string }): string {
  return `${name}@${version}`;
}
