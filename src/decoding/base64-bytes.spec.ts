import { beforeEach, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { AppError } from '../errors.js';
import { Kernels } from '../kernels/kernels.js';
import { decodeBase64Bytes } from './base64-bytes.js';
import { decodeBase64 } from './base64.js';

const kernels = new Kernels();

beforeEach(() => {
  kernels.reset();
});

/** The bytes in hex, or what was thrown. */
function outcome(decode: () => Uint8Array): string | { code: string; message: string } {
  try {
    return Buffer.from(decode()).toString('hex');
  } catch (error) {
    expect(error).toBeInstanceOf(AppError);
    const { code, message } = error as AppError;
    return { code, message };
  }
}

function decode(text: string | Uint8Array, encoding: 'base64' | 'json_base64' = 'base64') {
  return outcome(() => decodeBase64Bytes(kernels, Buffer.from(text), encoding));
}

describe('decodeBase64Bytes', () => {
  it('gives the bytes of the canonical form in the memory of the kernels', () => {
    for (let length = 0; length < 200; length++) {
      kernels.reset();
      const bytes = Uint8Array.from({ length }, (_, i) => (i * 37 + length) & 255);
      const decoded = decodeBase64Bytes(
        kernels,
        Buffer.from(Buffer.from(bytes).toString('base64')),
        'base64',
      );
      expect([...decoded]).toEqual([...bytes]);
      expect(kernels.owns(decoded)).toBe(true);
    }
  });

  const digits = 'A B Q g w x y z 0 1 9 + /'.split(' ');
  const foreign = ['=', '=', '-', '_', ' ', '\n', '\t', '*', '\0', 'ä', '\u0141', '😀'];
  const nearBase64 = fc.oneof(
    fc.base64String({ maxLength: 120 }),
    fc
      .tuple(
        fc.base64String({ maxLength: 80 }),
        fc.constantFrom(...foreign),
        fc.base64String({ maxLength: 80 }),
      )
      .map((parts) => parts.join('')),
    fc.string({ unit: fc.constantFrom(...digits, ...foreign), maxLength: 60 }),
    fc.base64String({ maxLength: 80 }).map((text) => `data:image/png;base64,${text}`),
  );

  it('takes and refuses what decodeBase64() does, with the same words', () => {
    fc.assert(
      fc.property(nearBase64, (text) => {
        kernels.reset();
        expect(decode(text)).toEqual(outcome(() => decodeBase64(text)));
      }),
      { numRuns: 3000 },
    );
  });

  it('finds a foreign byte at every place of a long text', () => {
    const text = Buffer.from(Buffer.alloc(90, 0xa5).toString('base64'));
    for (let at = 0; at < text.length; at++) {
      for (const byte of [0x00, 0x20, 0x2a, 0x2c, 0x2d, 0x3a, 0x40, 0x5b, 0x5f, 0x60, 0x7b, 0xc1, 0xff]) {
        kernels.reset();
        const wrong = Uint8Array.from(text, (digit, i) => (i === at ? byte : digit));
        expect(kernels.run.base64Decode(kernels.copyIn(wrong), wrong.length, kernels.allocate(100))).toBe(-1);
      }
    }
  });

  it('takes white space from a form, and none that JSON forbids from JSON', () => {
    expect(decode('Zm9v\nYmFy')).toBe(Buffer.from('foobar').toString('hex'));
    expect(decode('Zm9v YmFy', 'json_base64')).toBe(Buffer.from('foobar').toString('hex'));
    for (const control of ['\n', '\t', '\0', '\x1f']) {
      expect(decode(`Zm9v${control}YmFy`, 'json_base64')).toEqual({
        code: 'malformed_json',
        message: expect.stringContaining('character 4 of') as unknown,
      });
    }
  });

  it('reads the text where it lies when the memory grows for the bytes', () => {
    const own = new Kernels();
    // Not canonical, so that it is read once more after the memory has grown and the first view is gone.
    const text = own.copyIn(Buffer.from(`${'QUJD'.repeat(1 << 18)} `));
    const view = own.view(text, (1 << 20) + 1);
    const before = own.run.memory.buffer;
    const decoded = decodeBase64Bytes(own, view, 'base64');
    expect(own.run.memory.buffer).not.toBe(before);
    expect(Buffer.from(decoded).equals(Buffer.from('ABC'.repeat(1 << 18)))).toBe(true);
  });

  it('refuses bytes that are no UTF-8 as JSON, and as base64 where they were a text', () => {
    const bytes = Buffer.concat([Buffer.from('AAAA'), Buffer.from([0xe4, 0xff]), Buffer.from('AA')]);
    expect(decode(bytes, 'json_base64')).toMatchObject({
      code: 'malformed_json',
      message: expect.stringContaining('not UTF-8') as unknown as string,
    });
    expect(decode(bytes, 'base64')).toMatchObject({ code: 'invalid_base64' });
  });
});
