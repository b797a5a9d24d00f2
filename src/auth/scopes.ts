/** What a key may be good for: classifying, reading the documentation (DOCS=keys), reading metrics. */
export const SCOPES = ['predict', 'docs', 'metrics'] as const;

export type Scope = (typeof SCOPES)[number];

/** What a key may do of which nothing is said. */
export const DEFAULT_SCOPES: readonly Scope[] = ['predict'];

/** @returns the scopes of a text such as `predict+docs`; undefined where one is unknown, missing or there twice */
export function parseScopes(text: string): Scope[] | undefined {
  const scopes = text.split('+');
  const areKnown = scopes.every((scope) => (SCOPES as readonly string[]).includes(scope));
  return areKnown && new Set(scopes).size === scopes.length ? (scopes as Scope[]) : undefined;
}
