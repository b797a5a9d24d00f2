import { describe, expect, it } from '@jest/globals';
import { B, field, form } from '../../test/support/multipart-text.js';
import type { AppError } from '../errors.js';
import { parseMultipart, requireBoundary } from './multipart.js';

describe('parseMultipart', () => {
  it.each<[string, Buffer, RegExp]>([
    ['nothing', Buffer.alloc(0), /received 0 bytes without/],
    ['no boundary', Buffer.from('hello'), /received 5 bytes without/],
    ['another boundary', Buffer.from(`--y\r\n${field('a', '1')}\r\n--y--`), /with the boundary/],
    ['no end', form(field('a', '1')).subarray(0, -4), /without it: the rest is missing/],
    ['an end in the middle of the boundary', form(field('a', '1')).subarray(0, -7), /the rest is missing/],
    [
      'an end in the middle of a part',
      form(field('a', 'a'.repeat(99))).subarray(0, 100),
      /the rest is missing/,
    ],
    ['a boundary that goes on', form(field('a', `1\r\n--${B}0\r\n`)), /behind the delimiter before part 1/],
    [
      'line breaks without CR',
      Buffer.from(form(field('a', '1')).toString().replaceAll('\r', '')),
      /behind the delimiter/,
    ],
    ['a part without headers', form('\r\n1'), /part 0 .*received no headers/],
    ['an empty part without headers', Buffer.from(`--${B}\r\n--${B}--`), /no such line/],
    ['a part without an empty line', form('Content-Disposition: form-data; name="a"'), /no such line/],
    [
      'headers of 9 KiB',
      form(field('a', '1', `\r\nX: ${'y'.repeat(9 * 1024)}`)),
      /at most 8192 bytes.*longer/,
    ],
    ['a header without a colon', form(`X\r\n${field('a', '1')}`), /Name: value/],
    ['a folded header', form(field('a', '1', ';\r\n filename="b"')), /Name: value/],
    ['LF within a header', form(field('a\nb', '1')), /Name: value/],
    ['NUL within a header', form(field('a\0b', '1')), /Name: value/],
    ['a header twice', form(field('a', '1', '\r\nContent-Disposition: form-data; name="b"')), /one twice/],
    [
      'a part without a disposition',
      form('Content-Type: text/plain\r\n\r\n1'),
      /Content-Disposition, received none/,
    ],
    ['an attachment', form('Content-Disposition: attachment; name="a"\r\n\r\n1'), /form-data/],
    ['a part without a name', form('Content-Disposition: form-data\r\n\r\n1'), /name=/],
    ['a name twice', form(field('a', '1', '; name="b"')), /name=/],
    ['a name without its last quote', form('Content-Disposition: form-data; name="a\r\n\r\n1'), /name=/],
    ['a multipart within', form(field('a', '', '\r\nContent-Type: multipart/mixed; boundary=y')), /no parts/],
    ['base64', form(field('a', 'AAAA', '\r\nContent-Transfer-Encoding: base64')), /Transfer-Encoding/],
    ['a type that is none', form(field('a', '1', '\r\nContent-Type: jpeg')), /image\/png/],
    ['2001 parts', form(...new Array<string>(2001).fill(field('a', '1'))), /at most 2000 parts/],
  ])('refuses %s, and repeats nothing of it', (_name, body, detail) => {
    let thrown: AppError | undefined;
    try {
      parseMultipart(body, B);
    } catch (error) {
      thrown = error as AppError;
    }
    expect(thrown?.code).toBe('malformed_multipart');
    expect(thrown?.message).toMatch(detail);
    expect(thrown?.message).not.toContain(B);
  });
});

describe('requireBoundary', () => {
  it.each(['a', 'a'.repeat(70), "0'()+_,-./:=?", 'a b'])('takes %j', (boundary) => {
    expect(requireBoundary(boundary)).toBe(boundary);
  });

  it.each([undefined, '', 'a'.repeat(71), 'a ', 'a"b', 'é', 'a\nb'])('refuses %j', (boundary) => {
    expect(() => requireBoundary(boundary)).toThrow('expected Content-Type: multipart/form-data; boundary=');
  });
});
