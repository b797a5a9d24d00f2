const NAME = /^(\d{4})-[a-z\d-]+\.md$/;
const MARKED = /(<!-- decisions -->\n)[^]*(\n<!-- \/decisions -->)/;

/** A line for each decision, by number, from the headings of the files. */
export function decisionList(headingOf: ReadonlyMap<string, string>): string {
  return [...headingOf]
    .filter(([name]) => NAME.test(name))
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, heading]) => `- [${heading}](${name})`)
    .join('\n');
}

/** The index with the list between its two marks. @throws if they are missing */
export function withDecisions(index: string, list: string): string {
  if (!MARKED.test(index)) throw new Error('expected the marks of the list of decisions; put them back');
  return index.replace(MARKED, (_, begin: string, end: string) => `${begin}\n${list}\n${end}`);
}
