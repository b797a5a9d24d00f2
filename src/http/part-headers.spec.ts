import { setImmediate as turn } from 'node:timers/promises';
import { describe, expect, it } from '@jest/globals';
import { PartFault, parsePartHeaders } from './part-headers.js';

describe('parsePartHeaders', () => {
  it('passes over the blanks around a value', () => {
    const headers = Buffer.from('Content-Disposition: \t form-data; name="a" \t');
    expect(parsePartHeaders(headers)).toEqual({ name: 'a', filename: undefined });
  });

  it('takes no longer for many blanks than for as many letters', async () => {
    const hostile = Buffer.from(`Content-Disposition:${' '.repeat(15_000)}\0`);
    for (let i = 0; i < 200; i++) {
      expect(() => parsePartHeaders(hostile)).toThrow(PartFault);
      // Here the time-out of the test can end it: squared, the blanks take some twenty seconds.
      await turn();
    }
  }, 10_000);
});
