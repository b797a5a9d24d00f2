import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** What a guide has its reader do to one file. */
export interface GuideEdit {
  /** Path from the root of the project. */
  file: string;
  kind: 'ts' | 'diff';
  text: string;
}

const BLOCK = /^```(\w*)\n(.*?)^```$/gms;
/** "Write `src/a.ts`:", or "In `src/b.ts`"; a block without such words belongs to the file before. */
const FILE = /(?:Write|[Ii]n) `([\w./-]+\.\w+)`/g;

/** The edits of a guide in Markdown, in order. */
export function editsOf(guide: string): GuideEdit[] {
  let read = 0;
  let file = '';
  return [...guide.matchAll(BLOCK)].flatMap(({ 0: block, 1: kind, 2: text, index }) => {
    file = [...guide.slice(read, index).matchAll(FILE)].at(-1)?.[1] ?? file;
    read = index + block.length;
    return kind === 'ts' || kind === 'diff' ? [{ file, kind, text: text! }] : [];
  });
}

/**
 * Does to a checkout what the guide says.
 * @throws Error where lines that are to be found do not stand in the file, or more than once
 */
export function applyEdit(checkout: string, { file, kind, text }: GuideEdit): void {
  const path = join(checkout, file);
  if (kind === 'ts') {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
    return;
  }
  const lines = text.trimEnd().split('\n');
  const without = (mark: string) =>
    lines.filter((line) => !line.startsWith(mark)).map((line) => line.slice(1));
  const [before, after] = [without('+'), without('-')].map((each) => `\n${each.join('\n')}\n`) as [
    string,
    string,
  ];
  const parts = `\n${readFileSync(path, 'utf8')}`.split(before);
  if (parts.length !== 2) {
    throw new Error(`expected these lines once in ${file}, found them ${parts.length - 1} times:${before}`);
  }
  writeFileSync(path, parts.join(after).slice(1));
}
