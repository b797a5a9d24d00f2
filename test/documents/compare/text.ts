import { escaped } from './json.js';

/** How far a printed text may differ from the documented one. */
export interface TextRules {
  /** Lines come in whatever order. */
  anyOrder?: boolean;
  /** The figures are those of another machine: any number will do, and the spaces that align them. */
  figures?: boolean;
  /** A table of other things: the first line is the same, and every other looks like one of those that are shown. */
  rows?: boolean;
  /** Only some of the lines are shown, in their order. */
  excerpt?: boolean;
}

const NUMBER = /\b(?=[a-f]*\d)[\da-f]{12,64}\b|(?<![\w.])\d[\d,]*(?:\.\d+)?(?![\w])|(?<=[\s(])-(?=\s|$)/g;

/**
 * What differs between a documented text and a printed one; undefined where they agree. `...` stands for any part of a
 * line, and on a line of its own for any lines.
 */
export function textDifference(
  expected: string,
  received: string,
  rules: TextRules = {},
): string | undefined {
  if (rules.rows) return rowDifference(expected, received);
  let [wanted, found] = [linesOf(expected), linesOf(received)];
  if (rules.anyOrder) [wanted, found] = [wanted.sort(), found.sort()];
  let at = 0;
  let mayPass = rules.excerpt === true;
  for (const line of wanted) {
    if (line.trim() === '...') {
      mayPass = true;
      continue;
    }
    const isRight = lineTest(line, rules);
    const hit = found.findIndex((text, i) => i >= at && isRight(text));
    if (hit < 0 || (!mayPass && hit > at)) {
      return `expected the line\n  ${line}\nreceived\n${
        found
          .slice(at)
          .map((text) => `  ${text}`)
          .join('\n') || '  nothing more'
      }`;
    }
    at = hit + 1;
    mayPass = rules.excerpt === true;
  }
  if (mayPass || at >= found.length) return undefined;
  return `expected nothing more, received\n${found
    .slice(at)
    .map((text) => `  ${text}`)
    .join('\n')}`;
}

function linesOf(text: string): string[] {
  return text
    .split('\n')
    .map((line) => line.trimEnd())
    .filter((line) => line !== '');
}

function lineTest(line: string, { figures = false }: TextRules): (text: string) => boolean {
  const shown = (text: string) => (figures ? spaced(text) : text);
  const parts = shown(line).split('...');
  const pattern = parts.map((part) => (figures ? shape(part) : escaped(part))).join('.*');
  const expression = new RegExp(`^${pattern}$`);
  return (text) => expression.test(shown(text));
}

/** Any number, or the dash of a missing one, in the place of each. */
function shape(text: string): string {
  const words = text.split(NUMBER).map(escaped);
  return words.join('(?:\\d[\\d,]*(?:\\.\\d+)?|[\\da-f]{12,64}|-)');
}

/** Words by words, numbers by numbers, files by files. */
function rowDifference(expected: string, received: string): string | undefined {
  const [[head, ...rows], [foundHead, ...foundRows]] = [linesOf(expected), linesOf(received)];
  if (spaced(head) !== spaced(foundHead)) return `expected the line\n  ${head}\nreceived\n  ${foundHead}`;
  const cells = (line: string) => line.trim().split(/\s+/).map(cellOf).join(' ');
  const shapes = new Set(rows.map(cells));
  const odd = foundRows.length === 0 ? 'no rows' : foundRows.find((line) => !shapes.has(cells(line)));
  return odd === undefined ? undefined : `expected rows like\n  ${rows.join('\n  ')}\nreceived\n  ${odd}`;
}

function cellOf(text: string): string {
  if (/^\d+(\.\d+)?$/.test(text)) return text.includes('.') ? 'fraction' : 'number';
  if (/^[\w./-]+\.(jpg|png)$/.test(text)) return 'file';
  return /^[A-Z]\w*$/.test(text) ? 'name' : text;
}

const spaced = (text = ''): string => text.trim().replace(/\s+/g, ' ');
