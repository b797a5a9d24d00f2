import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { AppError } from '../errors.js';
import { parseNumbers } from './json-numbers.js';

const floatsOf = (text: string) => [
  ...new Float32Array(new Uint8Array(parseNumbers(Buffer.from(text), 'float32').elements).buffer),
];
const problemOf = (text: string, dataType: 'float32' | 'float16' | 'uint8' = 'float32') => {
  try {
    parseNumbers(Buffer.from(text), dataType);
  } catch (error) {
    return `${(error as AppError).code}: ${(error as AppError).message}`;
  }
  return undefined;
};

describe('parseNumbers', () => {
  it('takes numbers flat or nested, in row-major order', () => {
    expect(floatsOf('[1, -2.5, 3e2, 0]')).toEqual([1, -2.5, 300, 0]);
    expect(floatsOf('[[[1, 2], [3, 4]], [[5, 6], [7, 8]]]')).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
    expect(floatsOf(' [\n] ')).toEqual([]);
  });

  it.each([
    ['[1, 2, 3]', [3]],
    ['[[1, 2, 3], [4, 5, 6]]', [2, 3]],
    ['[[[1], [2]]]', [1, 2, 1]],
    ['[]', [0]],
    ['[[], []]', [2, 0]],
  ])('tells how long the arrays are: %s', (text, axes) => {
    expect(parseNumbers(Buffer.from(text), 'float32').axes).toEqual(axes);
  });

  it.each([
    '[[1, 2], [3]]',
    '[1, [2]]',
    '[[1], 2]',
    '[[1, 2], [[3], [4]]]',
    '[[[1], [2]], [3, 4]]',
    '[[1], []]',
    '[[], [[]]]',
  ])('refuses arrays that are not alike: %s', (text) => {
    expect(problemOf(text)).toMatch(/^validation_failed: data: .* received another nesting/);
  });

  it('rounds to 32 bits', () => {
    expect(floatsOf('[0.1]')).toEqual([Math.fround(0.1)]);
  });

  it('gives every 32-bit number back that JSON can write', () => {
    fc.assert(
      fc.property(fc.array(fc.float({ noNaN: true, noDefaultInfinity: true })), (values) => {
        const unsigned = values.map((value) => value + 0);
        expect(floatsOf(JSON.stringify(unsigned))).toEqual(unsigned);
      }),
    );
  });

  it('takes bytes where the tensor has them', () => {
    expect([...parseNumbers(Buffer.from('[[0, 255], [7, 8]]'), 'uint8').elements]).toEqual([0, 255, 7, 8]);
  });

  it.each([
    { text: '[1, 2', dataType: 'float32', problem: /^malformed_json: .*JSON array of numbers/ },
    { text: '[NaN]', dataType: 'float32', problem: /^malformed_json/ },
    { text: '7', dataType: 'float32', problem: /^validation_failed: data: expected an array of numbers/ },
    { text: '[1, "2"]', dataType: 'float32', problem: /received a string/ },
    { text: '[1, null]', dataType: 'float32', problem: /received null/ },
    { text: '[[true]]', dataType: 'float32', problem: /received a boolean/ },
    { text: '[1, {"a": 2}]', dataType: 'float32', problem: /received an object/ },
    { text: '[0, 1e39]', dataType: 'float32', problem: /that 32 bits can hold.* at place 1/ },
    { text: '[0, 5, 256]', dataType: 'uint8', problem: /whole numbers from 0 to 255.* at place 2/ },
    { text: '[0.5]', dataType: 'uint8', problem: /whole numbers from 0 to 255/ },
    { text: '[-1]', dataType: 'uint8', problem: /whole numbers from 0 to 255/ },
    { text: '[0.5]', dataType: 'float16', problem: /as binary data/ },
    { text: '['.repeat(9) + ']'.repeat(9), dataType: 'float32', problem: /at most 8 deep/ },
  ] as const)('refuses $text as $dataType', ({ text, dataType, problem }) => {
    expect(problemOf(text, dataType)).toMatch(problem);
  });

  it('takes what JSON.parse takes, for any text of brackets and numbers', () => {
    const pieces = fc.constantFrom('[', ']', ',', '1', '-2.5', ' ', '\n', '[1,2]', '[]');
    fc.assert(
      fc.property(fc.array(pieces, { maxLength: 14 }), (parts) => {
        const text = parts.join('');
        const problem = problemOf(text);
        let value: unknown;
        try {
          value = JSON.parse(text);
        } catch {
          expect(problem).toMatch(/^malformed_json|another nesting|an array of numbers/);
          return;
        }
        if (problem === undefined)
          expect(floatsOf(text)).toEqual(([value].flat(Infinity) as number[]).map(Math.fround));
        else expect(problem).toMatch(/another nesting|an array of numbers/);
      }),
      { numRuns: 5000 },
    );
  });

  it('refuses whatever else comes with a problem', () => {
    fc.assert(
      fc.property(fc.uint8Array(), (bytes) => {
        try {
          parseNumbers(bytes, 'float32');
        } catch (error) {
          expect(error).toBeInstanceOf(AppError);
        }
      }),
    );
  });
});
