import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { AppError } from '../errors.js';
import { decodeBase64 } from './base64.js';

function refusal(text: string): AppError | undefined {
  try {
    decodeBase64(text);
    return undefined;
  } catch (error) {
    expect(error).toBeInstanceOf(AppError);
    return error as AppError;
  }
}

describe('decodeBase64', () => {
  // The test vectors of RFC 4648, section 10, and what this server accepts beyond them.
  it.each([
    ['', ''],
    ['Zg==', 'f'],
    ['Zm8=', 'fo'],
    ['Zm9v', 'foo'],
    ['Zm9vYg==', 'foob'],
    ['Zm9vYmE=', 'fooba'],
    ['Zm9vYmFy', 'foobar'],
    ['++//', '\xfb\xef\xff'],
    [' \t\r\n\f\v', ''],
    ['\nZ m\t9\rv\fY\vg = = \n', 'foob'],
    ['data:image/png;base64,Zm9v', 'foo'],
    ['DATA:Image/PNG;BASE64,Zm9v', 'foo'],
    ['data:image/svg+xml;base64,Zm9v', 'foo'],
    ['data:image/jpeg;name=a.jpg;charset="utf-8";base64,Zm9v', 'foo'],
    ['data:image/png;base64, Zm\n9v', 'foo'],
    ['data:image/png;base64,', ''],
  ])('decodes %j', (text, bytes) => {
    expect(Buffer.from(decodeBase64(text)).toString('latin1')).toBe(bytes);
  });

  it.each([
    { fault: 'a foreign character', text: 'Zm9*', at: 3, says: 'received U+002A' },
    { fault: 'a URL-safe minus', text: 'Zm9v-m9v', at: 4, says: 'the URL-safe one (U+002D)' },
    { fault: 'a URL-safe underscore', text: '_m9v', at: 0, says: 'the URL-safe one (U+005F)' },
    { fault: 'no padding, one missing', text: 'Zm8', at: 3, says: 'ends at position 3 after 3 characters' },
    { fault: 'no padding, two missing', text: 'Zg', at: 2, says: 'multiple of 4' },
    { fault: 'half of the padding', text: 'Zg=', at: 3, says: 'multiple of 4' },
    { fault: 'a digit too many', text: 'Zm9vZ', at: 5, says: '1 too many' },
    { fault: 'padding in the middle', text: 'Zg==Zm9v', at: 4, says: 'nothing after the padding' },
    {
      fault: 'padding after two digits, then a digit',
      text: 'Zg=v',
      at: 3,
      says: 'nothing after the padding',
    },
    { fault: 'padding alone', text: '=', at: 0, says: 'padding (=) where none belongs' },
    { fault: 'padding of a whole group', text: '====', at: 0, says: 'padding (=) where none belongs' },
    { fault: 'padding after whole groups', text: 'Zm9v====', at: 4, says: 'padding (=) where none belongs' },
    { fault: 'three = after a digit', text: 'Zm9vZ===', at: 5, says: 'padding (=) where none belongs' },
    { fault: 'three = after a first digit', text: 'Z===', at: 1, says: 'padding (=) where none belongs' },
    { fault: 'three = after two digits', text: 'Zg===', at: 4, says: 'padding (=) where none belongs' },
    { fault: 'data after the padding', text: 'Zm8= Z', at: 5, says: 'nothing after the padding' },
    { fault: 'trailing bits before ==', text: 'Zm9vZh==', at: 5, says: 'bits that belong to no byte' },
    { fault: 'trailing bits before = =', text: 'Zm\n9= ', at: 3, says: 'bits that belong to no byte' },
    { fault: 'Ł, whose low byte is an A', text: 'Zm9\u0141', at: 3, says: 'received U+0141' },
    { fault: 'an umlaut', text: 'Zmü=', at: 2, says: 'received U+00FC' },
    { fault: 'a full-width A', text: '\uff21m9v', at: 0, says: 'received U+FF21' },
    { fault: 'NUL', text: 'Zm9v\0', at: 4, says: 'received U+0000' },
    { fault: 'a no-break space', text: 'Zm\u00a09v', at: 2, says: 'received U+00A0' },
    { fault: 'a byte order mark', text: '\ufeffZm9v', at: 0, says: 'received U+FEFF' },
    { fault: 'a lone surrogate', text: 'Z\ud83dm9', at: 1, says: 'received U+D83D' },
    { fault: 'a pair of surrogates', text: 'Zm😀', at: 2, says: 'received U+1F600' },
    {
      fault: 'a data URL of text',
      text: 'data:text/plain;base64,Zm9v',
      at: 0,
      says: 'data:image/...;base64,',
    },
    {
      fault: 'a data URL without base64',
      text: 'data:image/png,Zm9v',
      at: 0,
      says: 'data:image/...;base64,',
    },
    { fault: 'a data URL without a comma', text: 'data:image/png;base64', at: 0, says: 'its head' },
    {
      fault: 'a data URL of five parameters',
      text: `data:image/png${';a=b'.repeat(5)};base64,`,
      at: 0,
      says: '',
    },
    { fault: 'a data URL within one', text: 'data:image/png;base64,data:', at: 26, says: 'received U+003A' },
    { fault: 'a fault behind a prefix', text: 'data:image/png;base64,Zm9*', at: 25, says: 'U+002A' },
    { fault: 'a short text behind a prefix', text: 'data:image/png;base64,Zg', at: 24, says: 'after 2 char' },
    { fault: 'trailing bits behind a prefix', text: 'data:image/png;base64,Zh==', at: 23, says: 'no byte' },
    { fault: 'two faults, of which the first counts', text: 'Z*-9', at: 1, says: 'U+002A' },
  ])('refuses $fault', ({ text, at, says }) => {
    const error = refusal(text);
    expect(error?.code).toBe('invalid_base64');
    expect(error?.message).toMatch(new RegExp(`^image_base64: .*at position ${at}\\b`));
    expect(error?.message).toContain(says);
  });

  const whitespace = fc.string({ unit: fc.constantFrom(' ', '\n', '\r', '\t', '\f', '\v'), maxLength: 3 });

  it('gives back any bytes, wherever whitespace stands in their text', () => {
    const spaced = fc
      .tuple(fc.uint8Array({ maxLength: 64 }), fc.array(whitespace, { minLength: 1 }), fc.boolean())
      .map(([bytes, gaps, hasPrefix]) => {
        const chars = Array.from(Buffer.from(bytes).toString('base64'));
        const text = chars.map((char, i) => `${gaps[i % gaps.length]!}${char}`).join('') + gaps[0]!;
        return { bytes, text: hasPrefix ? `data:image/png;base64,${text}` : text };
      });
    fc.assert(
      fc.property(spaced, ({ bytes, text }) => {
        expect([...decodeBase64(text)]).toEqual([...bytes]);
      }),
    );
  });

  const DIGIT = '[A-Za-z0-9+/]';
  /** RFC 4648, sections 3.5 and 4: the last digit before padding has no bits that belong to no byte. */
  const CANONICAL = new RegExp(`^(?:${DIGIT}{4})*(?:${DIGIT}{2}[AEIMQUYcgkosw048]=|${DIGIT}[AQgw]==)?$`);
  const GRAMMAR = new RegExp(`^(?:${DIGIT}{4})*(?:${DIGIT}{3}=|${DIGIT}{2}==)?$`);
  /** What could still become base64 if more came. */
  const BEGINNING = new RegExp(`^(?:${DIGIT}{4})*(?:${DIGIT}{0,3}|${DIGIT}{2}={1,2}|${DIGIT}{3}=)$`);
  const bare = (text: string) => text.replaceAll(/[ \n\r\t\f\v]/g, '');

  /** The position that has to be reported, by prefixes: slow, but nothing like the code under test. */
  function firstFault(text: string): number {
    for (let at = 0; at < text.length; at++) {
      if (!BEGINNING.test(bare(text.slice(0, at + 1)))) return at;
    }
    return GRAMMAR.test(bare(text)) ? text.search(/\S[\s=]*$/) : text.length;
  }

  const nearBase64 = fc.oneof(
    fc.string({ unit: fc.constantFrom('A', 'Q', 'g', 'h', '/', '+', '=', ' ', '\n'), maxLength: 14 }),
    fc.string({
      unit: fc.constantFrom('A', 'B', 'w', 'z', '9', '=', '=', '-', '_', '\u0141', '\0', '\u00a0'),
    }),
    fc.base64String({ maxLength: 16 }),
    fc
      .tuple(fc.base64String({ maxLength: 16 }), fc.string({ maxLength: 2 }), fc.base64String())
      .map((parts) => parts.join('')),
    fc.string({ unit: 'binary', maxLength: 12 }),
  );

  it('accepts exactly what the canonical regular expression accepts', () => {
    fc.assert(
      fc.property(nearBase64, (text) => {
        expect(refusal(text) === undefined).toBe(CANONICAL.test(bare(text)));
      }),
      { numRuns: 3000 },
    );
  });

  it('reports the position of the first fault', () => {
    fc.assert(
      fc.property(
        nearBase64.filter((text) => !CANONICAL.test(bare(text))),
        (text) => {
          const position = /at position (\d+)/.exec(refusal(text)?.message ?? '')?.[1];
          expect(Number(position)).toBe(firstFault(text));
        },
      ),
      { numRuns: 1000 },
    );
  });

  it('echoes nothing of the text', () => {
    fc.assert(
      fc.property(nearBase64, nearBase64, (before, after) => {
        expect(refusal(`${before}SECRET*${after}`)?.message).not.toContain('SECRET');
      }),
    );
  });
});
