import { describe, expect, it } from '@jest/globals';
import { negotiate } from './accept.js';

const JSON_TYPE = 'application/json';
const LINES = 'application/x-ndjson';

describe('negotiate', () => {
  it.each([
    [undefined, JSON_TYPE],
    ['', JSON_TYPE],
    ['*/*', JSON_TYPE],
    ['application/*', JSON_TYPE],
    ['Application/JSON', JSON_TYPE],
    ['application/json; charset=utf-8', JSON_TYPE],
    ['text/html, application/xhtml+xml, */*;q=0.8', JSON_TYPE],
    ['text/csv, application/json;q=0.1', JSON_TYPE],
    ['application/x-ndjson', LINES],
    ['application/x-ndjson, application/json', JSON_TYPE],
    ['application/x-ndjson, application/json;q=0.9', LINES],
    ['application/x-ndjson, */*;q=0.1', LINES],
    ['*/*, application/json;q=0', LINES],
    ['*;q=0', undefined],
    ['application/*;q=0, */*', undefined],
    ['text/csv', undefined],
    ['text/*', undefined],
    ['application/json;q=0', undefined],
    ['text/html, image/gif, image/jpeg, *; q=.2, */*; q=.2', JSON_TYPE],
    ['*', JSON_TYPE],
    ['application/json;q=.2, application/x-ndjson;q=.25', LINES],
    ['application/json;q=0.99999, application/x-ndjson;q=1.0000', LINES],
    ['application/json;q=.0', undefined],
    ['application/json;q=2', JSON_TYPE],
    ['application/json;q=0.5, application/x-ndjson;q=high', LINES],
    ['application/x-ndjson;q=.', LINES],
    ['application/x-ndjson, */*', LINES],
    ['*/*, application/x-ndjson', LINES],
    ['application/x-ndjson, application/*', LINES],
    ['application/x-ndjson;q=0.5, */*', JSON_TYPE],
    ['application/json, application/x-ndjson, */*', JSON_TYPE],
    ['nonsense', undefined],
    ['text/plain; a="b,application/json"', undefined],
    [',,, application/json', JSON_TYPE],
  ])('%j: %s', (accept, chosen) => {
    expect(negotiate(accept, [JSON_TYPE, LINES])).toBe(chosen);
  });

  it('is done at once with a long header', () => {
    expect(negotiate('"'.repeat(15_000), [JSON_TYPE])).toBeUndefined();
    expect(negotiate(`"${'\\"'.repeat(7_000)}`, [JSON_TYPE])).toBeUndefined();
    expect(negotiate('a/b,'.repeat(4_000), [JSON_TYPE])).toBeUndefined();
  });
});
