import type { CaseResult, Verdict } from './run-cases.js';

const VERDICTS: Verdict[] = ['pass', 'fail', 'remark', 'not applicable'];
const HEADINGS = ['verdict', 'case', 'strength', 'section', 'what the server does'];

/** The results as text: a line for each case, and below it the reason where there is one. */
export function table(results: readonly CaseResult[]): string {
  const rows = results.map(({ verdict, id, strength, spec, title }) => [verdict, id, strength, spec, title]);
  const widths = HEADINGS.map((_, column) =>
    Math.max(...[HEADINGS, ...rows].map((row) => row[column]!.length)),
  );
  const line = (row: string[]) =>
    row
      .map((cell, column) => cell.padEnd(widths[column]!))
      .join('  ')
      .trimEnd();
  const lines = results.flatMap(({ reason }, index) => [
    line(rows[index]!),
    ...(reason === undefined ? [] : [`    ${reason}`]),
  ]);
  return [line(HEADINGS), ...lines].join('\n');
}

/** How many cases ended in which way. */
export function summary(results: readonly CaseResult[]): string {
  const counts = VERDICTS.map((verdict) => [
    results.filter((result) => result.verdict === verdict).length,
    verdict,
  ]);
  return `${results.length} cases: ${counts.map((count) => count.join(' ')).join(', ')}`;
}
