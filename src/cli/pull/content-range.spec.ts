import { describe, expect, it } from '@jest/globals';
import { parseContentRange, strongEtag } from './content-range.js';

describe('Content-Range', () => {
  it.each([
    ['bytes 5-9/10', { start: 5, end: 9, total: 10 }],
    ['bytes 5-9/*', { start: 5, end: 9 }],
    ['bytes */10', { total: 10 }],
    ['bytes 5-9', undefined],
    ['items 5-9/10', undefined],
    ['bytes -5-9/10', undefined],
    [undefined, undefined],
  ])('reads %s', (header, range) => {
    expect(parseContentRange(header)).toEqual(range);
  });
});

describe('an ETag for If-Range', () => {
  it.each([
    ['"a"', '"a"'],
    ['W/"a"', undefined],
    ['a', undefined],
    ['"a"b"', undefined],
    [undefined, undefined],
  ])('is %s: %s', (header, etag) => {
    expect(strongEtag(header)).toBe(etag);
  });
});
