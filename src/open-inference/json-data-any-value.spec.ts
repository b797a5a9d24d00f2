import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { parseWhole } from '../../test/support/inference-json.js';
import { AppError } from '../errors.js';
import { parseInferenceJson } from './json-data.js';

const LONG = 'aB3+/'.repeat(1000);

describe('parseInferenceJson, whatever it is given', () => {
  it('finds what JSON.parse finds in any value', () => {
    const text = fc.oneof(
      fc.string({ maxLength: 12 }),
      fc.constant(LONG),
      fc.constantFrom('data', '"data":[1', '\\'),
    );
    const numbers = fc.letrec((tie) => ({
      array: fc.array(
        fc.oneof({ maxDepth: 3 }, fc.double({ noNaN: true, noDefaultInfinity: true }), tie('array')),
        {
          maxLength: 5,
        },
      ),
    })).array;
    const { value } = fc.letrec((tie) => ({
      value: fc.oneof(
        { maxDepth: 4 },
        text,
        fc.integer(),
        fc.constantFrom(null, true),
        fc.array(tie('value'), { maxLength: 4 }),
        numbers.map((data) => ({ data })),
        fc.tuple(numbers, tie('value')).map(([data, more]) => ({ data, more })),
        fc.dictionary(
          text.filter((name) => name !== '__proto__'),
          tie('value'),
          { maxKeys: 4 },
        ),
      ),
    }));
    fc.assert(
      fc.property(value, fc.constantFrom(undefined, 2), (original, indent) => {
        const json = JSON.stringify(original, undefined, indent);
        expect(parseWhole(json)).toEqual(JSON.parse(json));
      }),
      { numRuns: 500 },
    );
  });

  it('throws nothing but AppError for any bytes', () => {
    const pieces = fc.constantFrom(
      '{',
      '}',
      '[',
      ']',
      '"data"',
      ':',
      ',',
      '1',
      '"',
      '\\',
      ' ',
      '-',
      '\0',
      'é',
    );
    fc.assert(
      fc.property(fc.array(pieces, { maxLength: 40 }), (parts) => {
        try {
          parseInferenceJson(Buffer.from(parts.join('')));
        } catch (error) {
          expect(error).toBeInstanceOf(AppError);
        }
      }),
      { numRuns: 3000 },
    );
  });
});
