import type { LockedPackage } from './lock-file.js';

/** The parts of package.json that say where dependencies come from and which of them may run scripts. */
export interface Manifest {
  dependencies?: Record<string, string>;
  devDependencies?: Record<string, string>;
  /** Package -> whether npm runs its install script. */
  allowScripts?: Record<string, boolean>;
}

/**
 * What keeps an install from being the one that was reviewed: a package that is not pinned by its hash, that comes from
 * somewhere else than a registry, or that brings an install script nobody has looked at.
 * @param reasons the packages with an install script that docs/supply-chain.md describes
 * @returns a line for each
 */
export function pinningProblems(packages: LockedPackage[], manifest: Manifest, reasons: string[]): string[] {
  return [
    ...Object.entries({ ...manifest.dependencies, ...manifest.devDependencies })
      .filter(([, range]) => !/^[\^~]?\d+\.\d+\.\d+$/.test(range))
      .map(
        ([name, range]) =>
          `${name}: expected a version as 1.2.3, ^1.2.3 or ~1.2.3 in package.json, received "${range}"`,
      ),
    ...packages.flatMap(problemsOfPackage),
    ...problemsOfScripts(packages, manifest.allowScripts ?? {}, reasons),
  ];
}

function problemsOfPackage({ name, version, integrity, resolved, link }: LockedPackage): string[] {
  const id = `${name}@${version}`;
  if (link === true) return [`${id}: expected a package of a registry, received a link`];
  const problems: string[] = [];
  if (!/^sha512-[A-Za-z0-9+/]{86}==$/.test(integrity ?? '')) {
    problems.push(
      `${id}: expected its SHA-512 in package-lock.json, received ${integrity ? 'another' : 'none'}`,
    );
  }
  if (resolved !== undefined) {
    problems.push(`${id}: expected no address in package-lock.json (.npmrc leaves them out), received one`);
  }
  return problems;
}

function problemsOfScripts(
  packages: LockedPackage[],
  allowScripts: Record<string, boolean>,
  reasons: string[],
): string[] {
  const withScript = new Set(packages.filter((entry) => entry.hasInstallScript).map(({ name }) => name));
  const problems: string[] = [];
  for (const name of withScript) {
    if (!(name in allowScripts)) {
      problems.push(
        `${name}: has an install script; read it and add it to allowScripts in package.json, false unless needed`,
      );
    }
    if (!reasons.includes(name)) {
      problems.push(`${name}: has an install script; say in docs/supply-chain.md what it does`);
    }
  }
  for (const name of Object.keys(allowScripts)) {
    if (!withScript.has(name))
      problems.push(`${name}: has no install script any more; remove it from allowScripts`);
  }
  return problems;
}
