import { setImmediate as turn } from 'node:timers/promises';
import { describe, expect, it } from '@jest/globals';
import { parseMediaType } from './media-type.js';

describe('parseMediaType', () => {
  it.each([
    ['application/json', 'application/json', {}],
    [' Image/PNG ', 'image/png', {}],
    ['application/json;charset=UTF-8', 'application/json', { charset: 'UTF-8' }],
    ['application/json ; CharSet="utf-8" ; a=b', 'application/json', { charset: 'utf-8', a: 'b' }],
    ['multipart/form-data; boundary="a;b=\\"c"', 'multipart/form-data', { boundary: 'a;b="c' }],
    ['text/plain;', 'text/plain', {}],
    ['text/plain;; a=b;', 'text/plain', { a: 'b' }],
    ['*/*', '*/*', {}],
    ['text/plain ; \t; a=b \t ;\t', 'text/plain', { a: 'b' }],
    ['text/plain;a="b" ; \tc=d', 'text/plain', { a: 'b', c: 'd' }],
  ])('reads %s', (header, type, parameters) => {
    expect(parseMediaType(header)).toEqual({ type, parameters: new Map(Object.entries(parameters)) });
  });

  it.each([
    '',
    'json',
    'image/',
    '/png',
    'image/png png',
    'image/png; a',
    'image/png; a=',
    'image/png; a="b',
    'image/png; a="b"c',
    'image/png; a=b; A=c',
    'image/png, image/gif',
    'im age/png',
  ])('takes %j for none', (header) => {
    expect(parseMediaType(header)).toBeUndefined();
  });

  it('is done at once with a long header that is none', () => {
    expect(parseMediaType(`a/b;${' '.repeat(15_000)}`)).toEqual({ type: 'a/b', parameters: new Map() });
    expect(parseMediaType(`a/b;${' ;'.repeat(7_000)}x`)).toBeUndefined();
    expect(parseMediaType(`a/b; c="${'\\"'.repeat(7_000)}`)).toBeUndefined();
  });

  it('takes no longer for many blanks than for as many letters', async () => {
    for (let i = 0; i < 200; i++) {
      expect(parseMediaType(`a/b;${' '.repeat(15_000)}x`)).toBeUndefined();
      expect(parseMediaType(`a/b; c=d${' '.repeat(15_000)}x`)).toBeUndefined();
      // Here the time-out of the test can end it: squared, the blanks take some twenty seconds.
      await turn();
    }
  }, 10_000);
});
