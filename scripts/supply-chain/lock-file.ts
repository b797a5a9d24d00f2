import { readFileSync } from 'node:fs';

/** The parts of an entry of package-lock.json (version 3) that are read here. */
export interface LockEntry {
  version?: string;
  name?: string;
  resolved?: string;
  integrity?: string;
  link?: boolean;
  inBundle?: boolean;
  license?: string;
  dev?: boolean;
  devOptional?: boolean;
  hasInstallScript?: boolean;
}

/** Path (node_modules/..., or '' for the project itself) -> entry. */
export type LockEntries = Record<string, LockEntry>;

/** An entry with the name of its package, which is not its folder's where it is an alias. */
export type LockedPackage = LockEntry & { name: string; path: string };

/** All packages but the project itself. */
export function lockedPackages(entries: LockEntries): LockedPackage[] {
  return Object.entries(entries)
    .filter(([path]) => path !== '')
    .map(([path, entry]) => ({
      ...entry,
      path,
      name: entry.name ?? path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length),
    }));
}

/** Whether it comes with `npm ci --omit=dev`, on some platform. */
export function isProduction({ dev }: LockEntry): boolean {
  return dev !== true;
}

export function readLockFile(): LockEntries {
  const text = readFileSync(new URL('../../package-lock.json', import.meta.url), 'utf8');
  return (JSON.parse(text) as { packages: LockEntries }).packages;
}
