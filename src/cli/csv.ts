/** One record of a CSV file, and the line that it begins on, counted from 1. */
export interface CsvRecord {
  line: number;
  fields: string[];
}

export class CsvError extends Error {
  constructor(
    readonly line: number,
    message: string,
  ) {
    super(message);
    this.name = 'CsvError';
  }
}

/** A field as RFC 4180 writes it: in quotes where it holds a comma, a quote or a line break; quotes doubled. */
function csvField(text: string): string {
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** A record, ended by a line feed alone as is usual on Unix (RFC 4180 says CR LF; every reader takes both). */
export function csvRow(fields: readonly (string | number)[]): string {
  return `${fields.map((field) => csvField(String(field))).join(',')}\n`;
}

/** A field in quotes (closed or not), or a bare one. */
const FIELD = /"((?:[^"]+|"")*)("?)|([^",\r\n]*)/y;

/**
 * Reads CSV as of RFC 4180: commas, fields in quotes, doubled quotes, line breaks within quotes; lines end in LF or
 * CR LF. Empty lines and a byte order mark are skipped.
 *
 * @throws CsvError naming the line of a quote that is not closed or stands in the middle of a field
 */
export function parseCsv(text: string): CsvRecord[] {
  const records: CsvRecord[] = [];
  let at = text.startsWith('\uFEFF') ? 1 : 0;
  let line = 1;
  while (at < text.length) {
    const record: CsvRecord = { line, fields: [] };
    for (;;) {
      FIELD.lastIndex = at;
      const [whole, quoted, closing, bare] = FIELD.exec(text)!;
      if (quoted !== undefined && closing === '') throw new CsvError(line, 'a quote is not closed');
      record.fields.push(quoted === undefined ? bare! : quoted.replaceAll('""', '"'));
      line += whole.split('\n').length - 1;
      at += whole.length;
      if (text[at] !== ',') break;
      at++;
    }
    const [end] = /^(\r?\n|\r|$)/.exec(text.slice(at, at + 2)) ?? [];
    if (end === undefined) throw new CsvError(line, 'a quote stands in the middle of a field');
    at += end.length;
    if (record.fields.length > 1 || record.fields[0] !== '') records.push(record);
    line++;
  }
  return records;
}
