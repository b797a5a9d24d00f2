import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { csvRow, parseCsv } from './csv.js';

const fieldsOf = (text: string) => parseCsv(text).map(({ fields }) => fields);

describe('csvRow', () => {
  it('puts quotes where they are needed only', () => {
    expect(csvRow(['a', 'b c', 0.5, ''])).toBe('a,b c,0.5,\n');
    expect(csvRow(['a,b', 'say "hi"', 'two\nlines', 'cr\r'])).toBe(
      '"a,b","say ""hi""","two\nlines","cr\r"\n',
    );
  });
});

describe('parseCsv', () => {
  it('reads bare and quoted fields, and both line ends', () => {
    expect(fieldsOf('a,b\r\n"c","d,""e"""\n')).toEqual([
      ['a', 'b'],
      ['c', 'd,"e"'],
    ]);
    expect(fieldsOf('a,\n,b')).toEqual([
      ['a', ''],
      ['', 'b'],
    ]);
  });

  it('skips empty lines and a byte order mark', () => {
    expect(fieldsOf('\uFEFF\n\na,b\n\r\nc,d\n\n')).toEqual([
      ['a', 'b'],
      ['c', 'd'],
    ]);
    expect(fieldsOf('')).toEqual([]);
  });

  it('counts lines, those within quotes as well', () => {
    expect(parseCsv('a,b\n"c\n\nd",e\n\nf,g').map(({ line }) => line)).toEqual([1, 2, 6]);
  });

  it.each([
    { text: 'a,b\n"c,d\n', line: 2 },
    { text: 'a,"b"c', line: 1 },
    { text: 'a,b\nc"d,e', line: 2 },
  ])('refuses $text at line $line', ({ text, line }) => {
    expect(() => parseCsv(text)).toThrow(expect.objectContaining({ name: 'CsvError', line }));
  });

  it('reads what csvRow writes', () => {
    const field = fc.string({ unit: fc.constantFrom('a', ',', '"', '\n', '\r', ' ', 'ü') });
    const row = fc.array(field, { minLength: 2, maxLength: 4 });
    fc.assert(
      fc.property(fc.array(row), (rows) => {
        expect(fieldsOf(rows.map((fields) => csvRow(fields)).join(''))).toEqual(rows);
      }),
    );
  });
});
