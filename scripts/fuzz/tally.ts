/** What came of the cases, by the name of the outcome. */
export type Tally = Record<string, number>;

export function add(tally: Tally, name: string, count = 1): void {
  tally[name] = (tally[name] ?? 0) + count;
}

export function addAll(tally: Tally, more: Tally): void {
  for (const [name, count] of Object.entries(more)) add(tally, name, count);
}
