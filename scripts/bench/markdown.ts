/** A table, its first row the head; bars in cells are escaped. */
export function markdownTable(rows: readonly (readonly string[])[]): string {
  const [head = [], ...body] = rows;
  const lines = [head, head.map(() => '---'), ...body];
  return lines
    .map((cells) => `| ${cells.map((cell) => cell.replace(/\|/g, '\\|')).join(' | ')} |`)
    .join('\n');
}

const [BEFORE, AFTER] = ['<!-- measured -->', '<!-- /measured -->'] as const;

/**
 * Puts a text between the two marks; everything around them was written by hand and stays.
 * @throws Error where the marks are missing
 */
export function replaceMeasured(page: string, text: string): string {
  const [from, to] = [page.indexOf(BEFORE), page.indexOf(AFTER)];
  if (from < 0 || to < from) throw new Error(`expected ${BEFORE} and then ${AFTER}, each on a line`);
  return `${page.slice(0, from + BEFORE.length)}\n\n${text}\n\n${page.slice(to)}`;
}
