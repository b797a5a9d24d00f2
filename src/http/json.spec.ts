import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { AppError } from '../errors.js';
import { parseJson } from './json.js';
import { RawString } from './raw-string.js';

const parse = (text: string) => spelledOut(parseJson(Buffer.from(text)));

/** The same value with every RawString as the string that it stands for. */
function spelledOut(value: unknown): unknown {
  if (value instanceof RawString) return value.bytes.toString();
  if (Array.isArray(value)) return value.map(spelledOut);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, field]) => [name, spelledOut(field)]));
}

function refusal(bytes: Buffer | string): AppError | undefined {
  try {
    parseJson(Buffer.from(bytes as string));
    return undefined;
  } catch (error) {
    expect(error).toBeInstanceOf(AppError);
    expect((error as AppError).code).toBe('malformed_json');
    return error as AppError;
  }
}

const nested = (depth: number, inside = '') => '['.repeat(depth) + inside + ']'.repeat(depth);

describe('parseJson', () => {
  it.each([
    '{"image_base64":"Zm9v","confidence_threshold":0.5}',
    '[]',
    '3',
    'null',
    '"ä😀"',
    ' \n{"a":[{}]}\t',
  ])('parses %j', (text) => {
    expect(parse(text)).toEqual(JSON.parse(text));
  });

  it('passes over a byte order mark', () => {
    expect(parse('\ufeff{"a":1}')).toEqual({ a: 1 });
  });

  it('parses any JSON text as JSON.parse does', () => {
    fc.assert(
      fc.property(fc.json({ maxDepth: 5 }), (text) => {
        expect(parse(text)).toEqual(JSON.parse(text));
      }),
    );
  });

  it.each([
    { fault: 'an empty body', bytes: Buffer.alloc(0), says: 'received an empty body' },
    { fault: 'a byte order mark alone', bytes: Buffer.from('\ufeff'), says: 'received 3 bytes that are not' },
    { fault: 'Latin-1', bytes: Buffer.from('{"a":"\xe4"}', 'latin1'), says: 'not UTF-8' },
    { fault: 'UTF-16', bytes: Buffer.from('\ufeff{}', 'utf16le'), says: 'not UTF-8' },
    { fault: 'a surrogate in UTF-8', bytes: Buffer.from('"\xed\xa0\x80"', 'latin1'), says: 'not UTF-8' },
    { fault: 'an overlong form', bytes: Buffer.from('"\xc0\xaf"', 'latin1'), says: 'not UTF-8' },
  ])('refuses $fault', ({ bytes, says }) => {
    expect(refusal(bytes)?.message).toContain(says);
  });

  it.each([
    '{',
    '[1,]',
    '{"a":1,}',
    "{'a':1}",
    '{a:1}',
    'nul',
    'NaN',
    '01',
    '"\n"',
    '"\\x"',
    '{} {}',
    '// a\n{}',
  ])('refuses %j', (text) => {
    expect(refusal(text)?.message).toContain(`received ${text.length} bytes that are not`);
  });

  // Node says the position of some faults only.
  it.each([
    { text: '{a:1}', at: 1 },
    { text: '{"a" 1}', at: 5 },
    { text: '{"a":1} x', at: 8 },
    { text: '"a\nb"', at: 2 },
    { text: '\ufeff{"ä" 1}', at: 5 },
  ])('says that the first fault of $text is at $at', ({ text, at }) => {
    expect(refusal(text)?.message).toMatch(
      new RegExp(`the first error is at character ${at} \\(counted from 0\\)$`),
    );
  });

  it.each(['{"position 4711": x}', '{"at position 4711": x}', '[x, "in JSON at position 4711"]'])(
    'takes no position from the text itself in %s',
    (text) => {
      expect(refusal(text)?.message).not.toContain('4711');
    },
  );

  it('says nothing of the text', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 20 }), fc.string({ maxLength: 20 }), (before, after) => {
        expect(refusal(`${before}\0SECRET${after}`)?.message).not.toContain('SECRET');
      }),
    );
  });
});

describe('parseJson on deep and wide texts', () => {
  it('takes 32 levels and refuses 33', () => {
    expect(parse(nested(32))).toBeDefined();
    expect(refusal(nested(33))?.message).toContain('at most 32 levels deep');
    const objects = (depth: number) => '{"a":'.repeat(depth) + '1' + '}'.repeat(depth);
    expect(parse(objects(32))).toBeDefined();
    expect(refusal(objects(33))?.message).toContain('at most 32 levels deep');
    expect(refusal('{"a":['.repeat(17) + ']}'.repeat(17))?.message).toContain('at most 32 levels deep');
  });

  it.each(['[', '{"a":', '[{"a":'])('refuses 50,000 levels of %s', (opening) => {
    expect(refusal(opening.repeat(50_000))?.message).toContain('at most 32 levels deep');
  });

  it.each([
    // One for the array, one for each comma, one for each thing inside.
    {
      what: 'arrays and objects',
      text: (n: number) => `[${Array.from({ length: n / 2 }, (_, i) => (i % 2 ? '{}' : '[]')).join()}]`,
    },
    { what: 'items', text: (n: number) => `[${Array.from({ length: n }, () => '1').join()}]` },
    { what: 'fields', text: (n: number) => `{${Array.from({ length: n }, (_, i) => `"${i}":1`).join()}}` },
  ])('takes 10,000 $what and refuses more', ({ text }) => {
    expect(parse(text(10_000))).toEqual(JSON.parse(text(10_000)));
    expect(refusal(text(10_002))?.message).toContain('at most 10000 fields, items, arrays and objects');
  });

  it.each([
    { what: 'brackets', text: JSON.stringify('[{'.repeat(20_000)) },
    { what: 'brackets behind a quote', text: JSON.stringify(`"${'['.repeat(50)}`) },
    { what: 'brackets behind a backslash', text: JSON.stringify({ a: `\\${'['.repeat(50)}` }) },
    { what: 'brackets behind backslashes and quotes', text: JSON.stringify([`\\"\\\\"${'{'.repeat(50)}\\`]) },
  ])('counts no $what within a string', ({ text }) => {
    expect(parse(text)).toEqual(JSON.parse(text));
  });

  it.each([
    { what: 'a string that ends in a backslash', text: `["\\\\",${nested(33)}]` },
    { what: 'a string that holds a quote', text: `["\\"",${nested(33)}]` },
    { what: 'strings full of closing brackets', text: `["${']'.repeat(99)}",${nested(33)}]` },
    { what: 'a key', text: `{"]]}}":${nested(33)}}` },
  ])('counts brackets behind $what', ({ text }) => {
    expect(refusal(text)?.message).toContain('at most 32 levels deep');
  });

  it('agrees with the depth of any JSON text', () => {
    const depthOf = (value: unknown): number =>
      typeof value === 'object' && value !== null ? 1 + Math.max(0, ...Object.values(value).map(depthOf)) : 0;
    const text = fc.string({ unit: fc.constantFrom('[', '{', '"', '\\', 'a', ']') });
    const value = fc.tuple(fc.array(text), fc.nat({ max: 36 }), fc.dictionary(text, text));
    fc.assert(
      fc.property(value, ([strings, depth, object]) => {
        let root: unknown = [object, ...strings];
        for (let i = 0; i < depth; i++)
          root = i % 2 ? { [strings[0] ?? '"']: root } : [strings[1] ?? '[', root];
        expect(refusal(JSON.stringify(root)) === undefined).toBe(depthOf(root) <= 32);
      }),
    );
  });
});
