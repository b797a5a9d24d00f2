import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { cutLongStrings, parseShortened } from './json-long-strings.js';
import { RawString } from './raw-string.js';

const LONG = 'aB3+/'.repeat(1000);

function parse(text: string): unknown {
  const shortened = cutLongStrings(Buffer.from(text));
  return shortened && parseShortened(shortened);
}

/** RawString where the string is long, as cutLongStrings leaves it. */
function withRawStrings(value: unknown): unknown {
  if (typeof value === 'string' && value.length >= 4096) return new RawString(Buffer.from(value));
  if (Array.isArray(value)) return value.map(withRawStrings);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, field]) => [name, withRawStrings(field)]));
}

describe('cutLongStrings', () => {
  it('takes a long string out as it stands, wherever it stands', () => {
    const raw = new RawString(Buffer.from(LONG));
    expect(parse(`{"image_base64":"${LONG}","top_k":3}`)).toEqual({ image_base64: raw, top_k: 3 });
    expect(parse(`{"top_k" : 3 , "image_base64" : "${LONG}" }`)).toEqual({ image_base64: raw, top_k: 3 });
    expect(parse(`["${LONG}","","${LONG}"]`)).toEqual([raw, '', raw]);
  });

  it.each([
    { why: 'no string is long', text: `{"image_base64":"abc","padding":${' '.repeat(5000)}1}` },
    { why: 'there is an escape', text: `{"image_base64":"${LONG}\\/"}` },
    { why: 'a string has no end', text: `{"image_base64":"${LONG}` },
    { why: 'the long string is a name', text: `{"${LONG}" : 1}` },
    { why: 'the text is short', text: '"abc"' },
    { why: 'there are far too many strings', text: `[${'"",'.repeat(20_000)}"${LONG}"]` },
  ])('leaves the text alone where $why', ({ text }) => {
    expect(cutLongStrings(Buffer.from(text))).toBeUndefined();
  });

  it('shares the memory of the text', () => {
    const text = Buffer.from(`{"image_base64":"${LONG}"}`);
    expect(cutLongStrings(text)!.longStrings[0]!.buffer).toBe(text.buffer);
  });

  it('throws where what is left is no JSON', () => {
    expect(() => parse(`{"image_base64":"${LONG}" "top_k":1}`)).toThrow(SyntaxError);
    expect(() => parse(`{"image_base64":"${LONG}"`)).toThrow(SyntaxError);
  });

  it('finds what JSON.parse finds in any value', () => {
    const text = fc.string({ maxLength: 20 }).filter((value) => !/["\\]|\p{Cc}/u.test(value));
    const long = fc.tuple(text, fc.constant(LONG), text).map((parts) => parts.join(''));
    const value = fc.letrec((tie) => ({
      value: fc.oneof(
        { maxDepth: 3 },
        text,
        long,
        fc.integer(),
        fc.constantFrom(null, true),
        fc.array(tie('value'), { maxLength: 4 }),
        fc.dictionary(
          text.filter((name) => name !== '__proto__'),
          tie('value'),
          { maxKeys: 4 },
        ),
      ),
    })).value;
    fc.assert(
      fc.property(value, fc.constantFrom(undefined, 2), (original, indent) => {
        const json = JSON.stringify(original, undefined, indent);
        const shortened = cutLongStrings(Buffer.from(json));
        expect(shortened === undefined).toBe(!json.includes(LONG));
        if (shortened) expect(parseShortened(shortened)).toEqual(withRawStrings(original));
      }),
      { numRuns: 300 },
    );
  });
});
