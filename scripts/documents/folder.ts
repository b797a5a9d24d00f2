import { readdirSync, readFileSync } from 'node:fs';
import { decisionList, withDecisions } from './decision-list.js';
import { chaptersOf, feetOf, withFoot } from './reading-order.js';

export const DOCS = new URL('../../docs/', import.meta.url);
const INDEX = 'decisions/README.md';

export const readDocument = (path: string) => readFileSync(new URL(path, DOCS), 'utf8');

/** Each document that has links which follow from others, as it should be; docs/README.md says the order. */
export function linkedDocuments(): Map<string, string> {
  const feet = feetOf(chaptersOf(readDocument('README.md')));
  const names = readdirSync(new URL('decisions/', DOCS));
  const headings = new Map(names.map((name) => [name, headingOf(readDocument(`decisions/${name}`))]));
  return new Map(
    [...feet].map(([path, foot]) => {
      const text = readDocument(path);
      return [path, withFoot(path === INDEX ? withDecisions(text, decisionList(headings)) : text, foot)];
    }),
  );
}

function headingOf(text: string): string {
  return /^# (.+)$/m.exec(text)![1]!;
}
