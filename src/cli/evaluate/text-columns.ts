const GAP = '  ';

/** Rows of cells as aligned columns, the first one to the left, figures to the right; without a last line feed. */
export function columns(rows: readonly (readonly string[])[]): string {
  const widths: number[] = [];
  for (const row of rows) row.forEach((cell, i) => (widths[i] = Math.max(widths[i] ?? 0, cell.length)));
  return rows
    .map((row) => row.map((cell, i) => (i === 0 ? cell.padEnd(widths[i]!) : cell.padStart(widths[i]!))))
    .map((cells) => `${GAP}${cells.join(GAP)}`.trimEnd())
    .join('\n');
}
