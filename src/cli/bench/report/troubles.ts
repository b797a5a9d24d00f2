import type { Row } from './row.js';

/** A server under load may refuse; that is what they are for. */
const REFUSALS = ['429', '503'];
/** From here on, the load itself takes so much of its core that it may be what limits. */
const CLIENT_BUSY = 0.8;

export interface Troubles {
  /** What must not be: the benchmark has failed. */
  failures: string[];
  /** What one should know when reading the figures. */
  remarks: string[];
}

export function troubles(rows: readonly Row[]): Troubles {
  const sum = (count: (row: Row) => number) => rows.reduce((total, row) => total + count(row), 0);
  const countOf = (isWanted: (code: string) => boolean) =>
    sum(({ errors }) =>
      Object.entries(errors).reduce((total, [code, count]) => total + (isWanted(code) ? count : 0), 0),
    );
  const failures: string[] = [];
  const wrong = sum((row) => row.wrong);
  if (wrong > 0) {
    const first = rows.find(({ firstWrong }) => firstWrong !== undefined)!.firstWrong;
    failures.push(`WRONG ANSWERS: ${wrong}, the first one: ${first}; the figures mean nothing`);
  }
  const failed = countOf((code) => !REFUSALS.includes(code));
  if (failed > 0) failures.push(`${failed} requests have failed, see the column of failures`);
  if (sum(({ answers }) => answers) === 0) failures.push('not a single right answer');

  const remarks: string[] = [];
  const refused = countOf((code) => REFUSALS.includes(code));
  if (refused > 0) remarks.push(`${refused} requests were refused with 429 or 503, and are not in the rates`);
  const busy = rows.filter(({ clientLoad }) => clientLoad > CLIENT_BUSY);
  if (busy.length > 0) {
    const levels = busy.map(({ connections }) => connections).join(', ');
    remarks.push(
      `at ${levels} connections the client itself was busy: the server may be faster than measured`,
    );
  }
  return { failures, remarks };
}
