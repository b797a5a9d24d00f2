import type { IncomingMessage } from 'node:http';
import { describe, expect, it } from '@jest/globals';
import type { AppError } from '../errors.js';
import { presentedKey } from './credentials.js';

/** A request as Node would show it: of several Authorization headers the first. */
function request(...headers: [name: string, value: string][]): IncomingMessage {
  const shown: Record<string, string> = {};
  for (const [name, value] of headers) shown[name.toLowerCase()] ??= value;
  return { headers: shown, rawHeaders: headers.flat() } as unknown as IncomingMessage;
}

function refusal(incoming: IncomingMessage): AppError {
  try {
    presentedKey(incoming);
  } catch (error) {
    return error as AppError;
  }
  throw new Error('it was not refused');
}

const basic = (text: string) => `Basic ${Buffer.from(text).toString('base64')}`;

describe('presentedKey', () => {
  it.each([
    { headers: [['Authorization', 'Bearer abc']] },
    { headers: [['authorization', 'bEARER   abc ']] },
    { headers: [['X-API-Key', 'abc']] },
    { headers: [['X-API-Key', ' abc ']] },
    {
      headers: [
        ['Authorization', 'Bearer abc'],
        ['X-API-Key', 'abc'],
      ],
    },
    {
      headers: [
        ['Authorization', basic('gateway:password')],
        ['X-API-Key', 'abc'],
      ],
    },
  ] as { headers: [string, string][] }[])('is abc of $headers', ({ headers }) => {
    expect(presentedKey(request(...headers))).toBe('abc');
  });

  it('is none where there is no such header, whatever the address says', () => {
    expect(
      presentedKey(Object.assign(request(['Host', 'x']), { url: '/model?api_key=abc' })),
    ).toBeUndefined();
  });

  it.each(['abc', 'Bearer', 'Bearer ', 'Digest abc', basic('user:abc'), ''])(
    'refuses Authorization: %s with unauthorized, and no error code, as no key was shown',
    (value) => {
      const { code, headers } = refusal(request(['Authorization', value]));
      expect({ code, headers }).toEqual({
        code: 'unauthorized',
        headers: { 'WWW-Authenticate': 'Bearer realm="tetrapod"' },
      });
    },
  );

  it('takes the password of a browser where that is accepted', () => {
    for (const text of ['anybody:abc', ':abc']) {
      expect(presentedKey(request(['Authorization', basic(text)]), { acceptBasic: true })).toBe('abc');
    }
  });

  it.each([
    [
      ['Authorization', 'Bearer abc'],
      ['X-API-Key', 'abd'],
    ],
    [
      ['Authorization', 'Bearer abc'],
      ['Authorization', 'Bearer abd'],
    ],
    [
      ['authorization', 'Bearer abc'],
      ['AUTHORIZATION', 'Bearer abc'],
    ],
  ] as [string, string][][])('refuses %j and %j, as one of them would have to be chosen', (...headers) => {
    const { code, headers: answered } = refusal(request(...headers));
    expect({ code, answered }).toEqual({
      code: 'malformed_request',
      answered: { 'WWW-Authenticate': 'Bearer realm="tetrapod", error="invalid_request"' },
    });
  });
});
