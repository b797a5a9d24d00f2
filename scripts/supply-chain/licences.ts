import { isProduction, type LockedPackage } from './lock-file.js';

/** What licences.yaml says. */
export interface LicencePolicy {
  production: string[];
  development: string[];
  exceptions: { package: string; licence: string; reason: string }[];
  undeclared: { package: string; licence: string; source: string }[];
}

/** @returns a line for each package whose licence is not allowed, and for each entry of the policy that has no use */
export function licenceProblems(packages: LockedPackage[], policy: LicencePolicy): string[] {
  const used = new Set<object>();
  const problems: string[] = [];
  for (const locked of packages) {
    const problem = problemOf(locked, policy, used);
    if (problem !== undefined) problems.push(`${locked.name}@${locked.version}: ${problem}`);
  }
  const unused = [...policy.exceptions, ...policy.undeclared].filter((entry) => !used.has(entry));
  return [
    ...problems.sort(),
    ...unused.map(
      (entry) => `licences.yaml: expected a package that ${entry.package} is for, found none; remove it`,
    ),
  ];
}

function problemOf(locked: LockedPackage, policy: LicencePolicy, used: Set<object>): string | undefined {
  const allowed = isProduction(locked) ? policy.production : [...policy.production, ...policy.development];
  const undeclared = policy.undeclared.find(({ package: pattern }) => matches(pattern, locked.name));
  if (locked.license === undefined && undeclared) used.add(undeclared);
  const licence = locked.license ?? undeclared?.licence;
  if (licence === undefined)
    return 'expected a licence, received none; read its files and add it to "undeclared"';
  if (isAllowed(licence, allowed)) return undefined;
  const exception = policy.exceptions.find(
    (entry) => matches(entry.package, locked.name) && entry.licence === licence,
  );
  if (exception) {
    used.add(exception);
    return undefined;
  }
  return `expected one of ${allowed.join(', ')}, received "${licence}"; take another package, or allow it in licences.yaml`;
}

function matches(pattern: string, name: string): boolean {
  return pattern.endsWith('*') ? name.startsWith(pattern.slice(0, -1)) : name === pattern;
}

/**
 * Whether an expression of SPDX (annex D: AND binds closer than OR) can be obeyed with the allowed licences alone. What is
 * no such expression cannot.
 */
export function isAllowed(expression: string, allowed: string[]): boolean {
  const tokens = expression.match(/[()]|[^\s()]+/g) ?? [];
  let at = 0;
  const either = (): boolean => {
    let result = both();
    // Both sides are read, whatever the first is.
    while (tokens[at] === 'OR') {
      at += 1;
      result = both() || result;
    }
    return result;
  };
  const both = (): boolean => {
    let result = one();
    while (tokens[at] === 'AND') {
      at += 1;
      result = one() && result;
    }
    return result;
  };
  const one = (): boolean => {
    const token = tokens[at++];
    if (token !== '(') return token !== undefined && allowed.includes(token);
    const result = either();
    return tokens[at++] === ')' && result;
  };
  return either() && at === tokens.length;
}
