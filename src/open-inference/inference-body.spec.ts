import { describe, expect, it } from '@jest/globals';
import { splitBody } from './inference-body.js';

const BODY = Buffer.from('{}abcd');

describe('splitBody', () => {
  it('takes a body without the header for JSON to its end', () => {
    expect(splitBody(BODY, undefined)).toEqual({ json: BODY, binary: undefined });
  });

  it.each([
    ['2', '{}', 'abcd'],
    ['6', '{}abcd', ''],
    ['002', '{}', 'abcd'],
  ])('cuts it where the header says: %s', (header, json, binary) => {
    const parts = splitBody(BODY, header);
    expect([parts.json.toString(), parts.binary?.toString()]).toEqual([json, binary]);
  });

  it.each(['0', '7', '-1', '1.5', '', ' ', '0x2', '2, 2', '9'.repeat(30)])(
    'refuses a length of %j',
    (header) => {
      expect(() => splitBody(BODY, header)).toThrow(
        /Inference-Header-Content-Length: expected .* from 1 to the body's 6/,
      );
    },
  );
});
