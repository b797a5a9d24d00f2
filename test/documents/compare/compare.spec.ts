import { describe, expect, it } from '@jest/globals';
import { jsonDifferences } from './json.js';
import { textDifference, type TextRules } from './text.js';

describe('a documented JSON value', () => {
  it.each<[what: string, documented: unknown, received: unknown]>([
    ['the same', { a: [1, 'b', null, true] }, { a: [1, 'b', null, true] }],
    ['another latency', { latency_ms: 1.5 }, { latency_ms: 2 }],
    ['other timings', { timings_ms: { decode: 1 } }, { timings_ms: { decode: 2 } }],
    ['the rest of a text', { sha256: 'ab...' }, { sha256: 'abcd' }],
    ['any text', { a: '...' }, { a: 'text' }],
    ['further elements', [1, '...'], [1, 2, 3]],
    ['further fields', { a: 1, '...': '...' }, { a: 1, b: 2 }],
  ])('is like %s', (_what, documented, received) => {
    expect(jsonDifferences(documented, received)).toEqual([]);
  });

  it.each<[what: string, documented: unknown, received: unknown, difference: string]>([
    ['another number', { a: 1 }, { a: 2 }, 'a: expected 1, received 2'],
    ['a number as a text', { latency_ms: 1 }, { latency_ms: '1' }, 'latency_ms: expected 1, received "1"'],
    ['no field', { a: { b: 1 } }, { a: {} }, 'a.b: expected it, found none'],
    ['a further field', {}, { a: 1 }, 'a: expected no such field, received 1'],
    ['another number of elements', [1], [1, 2], 'the value: expected [1], received [1,2]'],
    ['no further element', [1, 2, '...'], [1], 'the value: expected [1,2,"..."], received [1]'],
    ['a list', { a: {} }, { a: [] }, 'a: expected {}, received []'],
    ['no object', { a: {} }, { a: null }, 'a: expected {}, received null'],
  ])('is not like %s', (_what, documented, received, difference) => {
    expect(jsonDifferences(documented, received)).toEqual([difference]);
  });

  it('may have further fields that differ', () => {
    expect(jsonDifferences({ a: [1] }, { a: [2] }, ['a'])).toEqual([]);
  });
});

describe('a documented text', () => {
  it.each<[what: string, documented: string, received: string, rules?: TextRules]>([
    ['the same, but for empty lines and spaces at the ends', 'a\n\nb', 'a  \nb\n'],
    ['any part of a line', 'a ... d', 'a b c d'],
    ['any lines', 'a\n...\nd', 'a\nb\nc\nd'],
    ['lines in another order', 'a\nb', 'b\na', { anyOrder: true }],
    ['other figures', '  1   2.50 ms  -', '10 3 ms   4', { figures: true }],
    ['other digests', 'frogs/9b00317d21f3', 'frogs/71628ba2364b', { figures: true }],
    ['some of the lines', 'b\nd', 'a\nb\nc\nd\ne', { excerpt: true }],
    ['rows of the same shape', 'n  file\nAa  0.5  a.jpg', 'n file\nBee  0.25  x/b.png', { rows: true }],
  ])('is like %s', (_what, documented, received, rules = {}) => {
    expect(textDifference(documented, received, rules)).toBeUndefined();
  });

  it.each<[what: string, documented: string, received: string, rules?: TextRules]>([
    ['another line', 'a', 'b'],
    ['a missing line', 'a\nb', 'a'],
    ['a further line', 'a', 'a\nb'],
    ['lines in another order', 'a\nb', 'b\na'],
    ['a line of which only a part is right', 'a', 'ab'],
    ['a point for any character', 'a.b', 'acb'],
    ['other words beside other figures', '1 ms', '1 s', { figures: true }],
    ['lines that are not there', 'b\nx', 'a\nb', { excerpt: true }],
    ['lines in another order, some left out', 'd\nb', 'a\nb\nc\nd', { excerpt: true }],
    ['rows of another shape', 'n\nA  0.5', 'n\nA  many', { rows: true }],
    ['no rows', 'n\nA  0.5', 'n', { rows: true }],
    ['another head', 'n\nA  0.5', 'm\nA  0.5', { rows: true }],
  ])('is not like %s', (_what, documented, received, rules = {}) => {
    expect(textDifference(documented, received, rules)).toContain('expected');
  });
});
