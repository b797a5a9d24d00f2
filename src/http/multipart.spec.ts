import { randomBytes } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { AppError } from '../errors.js';
import { parseMultipart, requireBoundary, type Part } from './multipart.js';

const B = 'x-boundary';
const form = (...parts: string[]) =>
  Buffer.from(`${parts.map((part) => `--${B}\r\n${part}\r\n`).join('')}--${B}--\r\n`, 'latin1');
const field = (name: string, value: string, more = '') =>
  `Content-Disposition: form-data; name="${name}"${more}\r\n\r\n${value}`;

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

  it.each<[string, Buffer, RegExp]>([
    ['nothing', Buffer.alloc(0), /received 0 bytes without/],
    ['no boundary', Buffer.from('hello'), /received 5 bytes without/],
    ['another boundary', Buffer.from(`--y\r\n${field('a', '1')}\r\n--y--`), /with the boundary/],
    ['no end', form(field('a', '1')).subarray(0, -4), /without it: the rest is missing/],
    ['an end in the middle of the boundary', form(field('a', '1')).subarray(0, -7), /the rest is missing/],
    [
      'an end in the middle of a part',
      form(field('a', 'a'.repeat(99))).subarray(0, 100),
      /the rest is missing/,
    ],
    ['a boundary that goes on', form(field('a', `1\r\n--${B}0\r\n`)), /behind the delimiter before part 1/],
    [
      'line breaks without CR',
      Buffer.from(form(field('a', '1')).toString().replaceAll('\r', '')),
      /behind the delimiter/,
    ],
    ['a part without headers', form('\r\n1'), /part 0 .*received no headers/],
    ['an empty part without headers', Buffer.from(`--${B}\r\n--${B}--`), /no such line/],
    ['a part without an empty line', form('Content-Disposition: form-data; name="a"'), /no such line/],
    [
      'headers of 9 KiB',
      form(field('a', '1', `\r\nX: ${'y'.repeat(9 * 1024)}`)),
      /at most 8192 bytes.*longer/,
    ],
    ['a header without a colon', form(`X\r\n${field('a', '1')}`), /Name: value/],
    ['a folded header', form(field('a', '1', ';\r\n filename="b"')), /Name: value/],
    ['LF within a header', form(field('a\nb', '1')), /Name: value/],
    ['NUL within a header', form(field('a\0b', '1')), /Name: value/],
    ['a header twice', form(field('a', '1', '\r\nContent-Disposition: form-data; name="b"')), /one twice/],
    [
      'a part without a disposition',
      form('Content-Type: text/plain\r\n\r\n1'),
      /Content-Disposition, received none/,
    ],
    ['an attachment', form('Content-Disposition: attachment; name="a"\r\n\r\n1'), /form-data/],
    ['a part without a name', form('Content-Disposition: form-data\r\n\r\n1'), /name=/],
    ['a name twice', form(field('a', '1', '; name="b"')), /name=/],
    ['a name without its last quote', form('Content-Disposition: form-data; name="a\r\n\r\n1'), /name=/],
    ['a multipart within', form(field('a', '', '\r\nContent-Type: multipart/mixed; boundary=y')), /no parts/],
    ['base64', form(field('a', 'AAAA', '\r\nContent-Transfer-Encoding: base64')), /Transfer-Encoding/],
    ['a type that is none', form(field('a', '1', '\r\nContent-Type: jpeg')), /image\/png/],
    ['2001 parts', form(...new Array<string>(2001).fill(field('a', '1'))), /at most 2000 parts/],
  ])('refuses %s, and repeats nothing of it', (_name, body, detail) => {
    let thrown: AppError | undefined;
    try {
      parseMultipart(body, B);
    } catch (error) {
      thrown = error as AppError;
    }
    expect(thrown?.code).toBe('malformed_multipart');
    expect(thrown?.message).toMatch(detail);
    expect(thrown?.message).not.toContain(B);
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

describe('requireBoundary', () => {
  it.each(['a', 'a'.repeat(70), "0'()+_,-./:=?", 'a b'])('takes %j', (boundary) => {
    expect(requireBoundary(boundary)).toBe(boundary);
  });

  it.each([undefined, '', 'a'.repeat(71), 'a ', 'a"b', 'é', 'a\nb'])('refuses %j', (boundary) => {
    expect(() => requireBoundary(boundary)).toThrow('expected Content-Type: multipart/form-data; boundary=');
  });
});
