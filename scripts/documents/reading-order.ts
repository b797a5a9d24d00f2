/** A document of docs/, by its path there: `api.md`, `decisions/README.md`. */
export interface Chapter {
  title: string;
  path: string;
  /** Documents that say more on the subject; whoever reads on does not need them. */
  further: { title: string; path: string }[];
}

const CHAPTER = /^## \d+\. \[([^\]]+)\]\(([^)]+)\)$/;
const FURTHER = /^- \[([^\]]+)\]\(([^)]+)\)/;
/** What lies outside of docs/ gets no foot. */
const OUTSIDE = '../';

/** The chapters of docs/README.md, in their order. */
export function chaptersOf(contents: string): Chapter[] {
  const chapters: Chapter[] = [];
  for (const line of contents.split('\n')) {
    const [, title, path] = CHAPTER.exec(line) ?? [];
    if (title !== undefined && path !== undefined) chapters.push({ title, path, further: [] });
    const [, furtherTitle, furtherPath] = FURTHER.exec(line) ?? [];
    if (furtherTitle !== undefined && furtherPath !== undefined && !furtherPath.startsWith(OUTSIDE)) {
      chapters.at(-1)?.further.push({ title: furtherTitle, path: furtherPath });
    }
  }
  return chapters;
}

/** The last line of each document, by its path: where to read on. */
export function feetOf(chapters: readonly Chapter[]): Map<string, string> {
  const feet = new Map<string, string>();
  chapters.forEach((chapter, i) => {
    const [before, after] = [chapters[i - 1], chapters[i + 1]];
    feet.set(
      chapter.path,
      line(chapter.path, [
        ...(before ? [`Before: ${link(chapter.path, before)}`] : []),
        ...(after ? [`Next: ${link(chapter.path, after)}`] : []),
      ]),
    );
    for (const { path } of chapter.further) {
      feet.set(path, line(path, [`More on ${link(path, chapter)}`]));
    }
  });
  return feet;
}

/** The document with the foot that it should have, in place of the one that it has. */
export function withFoot(text: string, foot: string): string {
  return `${text.replace(/\n---\n\n[^\n]*\[All documents\]\([^)\n]*\)\n*$/, '').trimEnd()}\n\n---\n\n${foot}\n`;
}

function line(path: string, parts: readonly string[]): string {
  return [...parts, link(path, { title: 'All documents', path: 'README.md' })].join(' · ');
}

/** Documents stand in docs/ or one folder below. */
function link(from: string, { title, path }: { title: string; path: string }): string {
  return `[${title}](${from.includes('/') ? '../' : ''}${path})`;
}
