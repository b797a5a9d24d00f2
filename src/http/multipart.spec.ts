import { randomBytes } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { B, field, form } from '../../test/support/multipart-text.js';
import type { AppError } from '../errors.js';
import { parseMultipart, type Part } from './multipart.js';

/** What a part is, as text. */
const parse = (body: Buffer) =>
  parseMultipart(body, B).map(({ name, filename, bytes }) => [name, filename, bytes.toString('latin1')]);

/** A form as the client that is built into Node writes it. */
async function written(entries: [name: string, value: string | Blob, filename?: string][]) {
  const data = new FormData();
  for (const [name, value, filename] of entries) {
    if (typeof value === 'string') data.append(name, value);
    else data.append(name, value, filename);
  }
  const request = new Request('http://x/', { method: 'POST', body: data });
  const type = request.headers.get('content-type')!;
  return { body: Buffer.from(await request.arrayBuffer()), boundary: type.split('boundary=')[1]! };
}

describe('parseMultipart', () => {
  it('reads fields and files in order, and copies nothing', () => {
    const body = form(
      field('top_k', '3'),
      field('file', 'abc\r\n\r\n--x', '; filename="a.jpg"\r\nContent-Type: image/jpeg'),
    );
    expect(parse(body)).toEqual([
      ['top_k', undefined, '3'],
      ['file', 'a.jpg', 'abc\r\n\r\n--x'],
    ]);
    for (const { bytes } of parseMultipart(body, B)) expect(bytes.buffer).toBe(body.buffer);
  });

  it.each<[string, Buffer, unknown]>([
    ['no parts at all', form(), []],
    ['an empty part', form(field('a', '')), [['a', undefined, '']]],
    [
      'text before and behind',
      Buffer.concat([Buffer.from('hello\r\n'), form(field('a', '1')), Buffer.from('bye')]),
      [['a', undefined, '1']],
    ],
    [
      'white space behind a delimiter',
      Buffer.from(`--${B} \t\r\n${field('a', '1')}\r\n--${B}--`),
      [['a', undefined, '1']],
    ],
    ['no line break at the end', form(field('a', '1')).subarray(0, -2), [['a', undefined, '1']]],
    [
      'a name that nobody put in quotes',
      form('content-disposition:form-data;name=a\r\n\r\n1'),
      [['a', undefined, '1']],
    ],
    ['a name with escapes', form(field('a%22b', '', '; filename="\\"c\\""')), [['a"b', '"c"', '']]],
    [
      'a file name beyond ASCII',
      form(field('a', '', `; filename="${Buffer.from('Frösche.jpg').toString('latin1')}"`)),
      [['a', 'Frösche.jpg', '']],
    ],
    [
      'a file name as RFC 8187 has it',
      form(field('a', '', '; filename="x"; filename*=UTF-8\'\'Fr%C3%B6sche.jpg')),
      [['a', 'Frösche.jpg', '']],
    ],
    ['the boundary within a line', form(field('a', `x--${B}--`)), [['a', undefined, `x--${B}--`]]],
    [
      'text in UTF-8',
      form(field('a', '1', '\r\nContent-Type: text/plain; charset=UTF-8')),
      [['a', undefined, '1']],
    ],
    [
      'text of which Apache HttpClient says that it is Latin-1',
      form(field('a', '0.25', '\r\nContent-Type: text/plain; charset=ISO-8859-1')),
      [['a', undefined, '0.25']],
    ],
    [
      'a file name in Latin-1',
      form(field('a', '', '; filename="Fr\xf6sche.jpg"')),
      [['a', 'Frösche.jpg', '']],
    ],
    [
      'a file name that cannot be decoded, beside one that can',
      form(field('a', '', '; filename="x.jpg"; filename*=utf-8\'\'%C3%28')),
      [['a', 'x.jpg', '']],
    ],
    [
      'a file name that cannot be decoded, alone',
      form(field('a', '1', "; filename*=utf-8''%C3%28")),
      [['a', undefined, '1']],
    ],
    [
      'as many parts as a form may have',
      form(...new Array<string>(2000).fill(field('a', '1'))),
      new Array<unknown>(2000).fill(['a', undefined, '1']),
    ],
  ])('takes %s', (_name, body, parts) => {
    expect(parse(body)).toEqual(parts);
  });

  it("takes the forms of Node's client apart, whatever is in them", async () => {
    // Its client writes line breaks of text as CR LF, and half a surrogate pair as U+FFFD.
    const text = fc
      .string({ unit: 'grapheme' })
      .map((value) => Buffer.from(value.replace(/[\r\n]/g, '')).toString());
    const bytes = fc.oneof(
      fc.uint8Array({ maxLength: 200 }),
      fc
        .array(fc.constantFrom('\r', '\n', '-', '--', 'a', '\r\n--'))
        .map((pieces) => Buffer.from(pieces.join(''))),
    );
    const entry = fc.record({
      name: text,
      filename: fc.option(text.filter((name) => !name.endsWith('\\'))),
      bytes,
    });
    await fc.assert(
      fc.asyncProperty(fc.array(entry, { maxLength: 5 }), async (entries) => {
        const { body, boundary } = await written(
          entries.map(({ name, filename, bytes }) =>
            filename === null
              ? [name, Buffer.from(bytes).toString('hex')]
              : [name, new Blob([new Uint8Array(bytes)]), filename],
          ),
        );
        const parts = parseMultipart(body, boundary);
        expect(parts.map(({ bytes }) => bytes.toString('hex'))).toEqual(
          entries.map(({ filename, bytes }) =>
            filename === null
              ? Buffer.from(Buffer.from(bytes).toString('hex')).toString('hex')
              : Buffer.from(bytes).toString('hex'),
          ),
        );
        const plain = (name: string) => !name.includes('\\');
        for (const [i, { name }] of entries.entries()) if (plain(name)) expect(parts[i]!.name).toBe(name);
      }),
      { numRuns: 200 },
    );
  });

  it("agrees with the reader of Node's client on forms that are damaged, or is stricter", async () => {
    const { body, boundary } = await written([
      ['confidence_threshold', '0.5'],
      ['file', new Blob([randomBytes(300)], { type: 'image/jpeg' }), 'a.jpg'],
    ]);
    const type = `multipart/form-data; boundary=${boundary}`;
    let bothRead = 0;
    for (let i = 0; i < 2000; i++) {
      const damaged = Buffer.from(body);
      const at = (i * 7919) % body.length;
      damaged[at] = (damaged[at]! + 1 + (i % 255)) % 256;
      const cut = i % 3 === 0 ? damaged.subarray(0, (i * 104_729) % body.length) : damaged;
      let ours: Part[] | undefined;
      try {
        ours = parseMultipart(cut, boundary);
      } catch (error) {
        expect((error as AppError).code).toBe('malformed_multipart');
      }
      const theirs = await new Response(new Uint8Array(cut), { headers: { 'Content-Type': type } })
        .formData()
        .catch(() => undefined);
      if (!ours || !theirs) continue;
      bothRead++;
      const values = [...theirs];
      // Of bytes that are no UTF-8 they make U+FFFD, and we Latin-1.
      const isText = ([name]: [string, unknown]) => !name.includes('\ufffd');
      expect(ours.map(({ name }) => name).filter((_, i) => isText(values[i]!))).toEqual(
        values.filter(isText).map(([name]) => name),
      );
      for (const [part, [, value]] of ours.map((part, at) => [part, values[at]!] as const)) {
        if (typeof value === 'string') expect(new TextDecoder().decode(part.bytes)).toBe(value);
        else expect(part.bytes.equals(Buffer.from(await value.arrayBuffer()))).toBe(true);
      }
    }
    expect(bothRead).toBeGreaterThan(500);
  });

  it('is done soon with delimiters that never come', () => {
    const near = Buffer.from(`\r\n--${'a'.repeat(69)}b`.repeat(250_000));
    expect(() => parseMultipart(near, 'a'.repeat(70))).toThrow('without such a line');
  });
});
