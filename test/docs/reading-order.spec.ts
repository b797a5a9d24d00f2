import { existsSync, readdirSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { DOCS, linkedDocuments, readDocument } from '../../scripts/documents/folder.js';
import { chaptersOf } from '../../scripts/documents/reading-order.js';

const contents = readDocument('README.md');
const chapters = chaptersOf(contents);

describe('the reading order of docs/README.md', () => {
  it('is the one that the numbers of its headings say', () => {
    const numbers = [...contents.matchAll(/^## (\d+)\./gm)].map(([, number]) => Number(number));
    expect(numbers).toEqual(chapters.map((_, i) => i + 1));
    expect(chapters.length).toBeGreaterThan(8);
  });

  it('has every document once', () => {
    const listed = chapters.flatMap(({ path, further }) => [path, ...further.map((other) => other.path)]);
    const files = readdirSync(DOCS, { recursive: true, encoding: 'utf8' }).filter(
      (name) => name.endsWith('.md') && name !== 'README.md' && !/^decisions\/\d/.test(name),
    );
    expect(listed.sort()).toEqual(files.sort());
  });

  it.each([...linkedDocuments()])(
    'docs/%s ends with where to read on (npm run documents:write)',
    (path, text) => {
      expect(readDocument(path)).toBe(text);
    },
  );

  it('leads from each chapter to the next one, and back', () => {
    const walked = ['start.md'];
    for (let path = 'start.md', hops = 0; hops < chapters.length; hops++) {
      const next = /· Next: \[[^\]]*\]\(([^)]+)\)|^Next: \[[^\]]*\]\(([^)]+)\)/m.exec(readDocument(path));
      if (!next) break;
      const before = path;
      path = next[1] ?? next[2]!;
      walked.push(path);
      expect(existsSync(new URL(path, DOCS))).toBe(true);
      expect(readDocument(path)).toMatch(new RegExp(`Before: \\[[^\\]]*\\]\\((\\.\\./)?${before}\\)`));
    }
    expect(walked).toEqual(chapters.map(({ path }) => path));
  });
});

describe('the list of decisions', () => {
  it('has every decision, by number', () => {
    const files = readdirSync(new URL('decisions/', DOCS)).filter((name) => /^\d{4}-/.test(name));
    const listed = [
      ...readDocument('decisions/README.md').matchAll(/^- \[(\d+)\. [^\]]+\]\((\d{4})-[^)]+\)$/gm),
    ];
    expect(listed.map(([line]) => /\(([^)]+)\)/.exec(line)![1])).toEqual(files.sort());
    for (const [, number, prefix] of listed) expect(Number(prefix)).toBe(Number(number));
  });
});
