import { performance } from 'node:perf_hooks';
import { afterEach, describe, expect, it, jest } from '@jest/globals';
import type { EncodedPicture } from '../decoding/encoded-picture.js';
import { MEMORY_MS, Suspects } from './suspects.js';

const FILE = Buffer.from('a picture that ends workers, of some length');
const binary = (file: Buffer): EncodedPicture => ({ bytes: file, encoding: 'binary' });
const base64 = (text: string): EncodedPicture => ({ bytes: Buffer.from(text), encoding: 'base64' });

describe('Suspects', () => {
  afterEach(() => {
    jest.restoreAllMocks();
  });

  it('convicts a picture that ends a worker, is tried once more and ends another', () => {
    const suspects = new Suspects();
    expect(suspects.examine(binary(FILE))).toBeUndefined();
    suspects.accuse(binary(FILE), undefined);
    const suspicion = suspects.examine(binary(FILE));
    expect(suspicion).toEqual({ digest: expect.any(String) as unknown as string, isConvicted: false });
    suspects.accuse(binary(FILE), suspicion!.digest);
    expect(suspects.examine(binary(FILE))).toMatchObject({ isConvicted: true });
  });

  it('does not convict for two workers that ended together', () => {
    const suspects = new Suspects();
    suspects.accuse(binary(FILE), undefined);
    suspects.accuse(binary(FILE), undefined);
    expect(suspects.examine(binary(FILE))).toMatchObject({ isConvicted: false });
  });

  it('acquits a picture that was answered', () => {
    const suspects = new Suspects();
    suspects.accuse(binary(FILE), undefined);
    const { digest } = suspects.examine(binary(FILE))!;
    suspects.acquit(digest);
    expect(suspects.examine(binary(FILE))).toBeUndefined();
    // One that was under way elsewhere meanwhile counts as the first.
    suspects.accuse(binary(FILE), digest);
    expect(suspects.examine(binary(FILE))).toMatchObject({ isConvicted: false });
  });

  it('knows a picture however it is sent', () => {
    const suspects = new Suspects();
    suspects.accuse(binary(FILE), undefined);
    const text = FILE.toString('base64');
    for (const sent of [
      text,
      `data:image/png;base64,${text}`,
      `${text.slice(0, 20)}\r\n${text.slice(20)}\n`,
    ]) {
      expect(suspects.examine(base64(sent))).toMatchObject({ isConvicted: false });
    }
    expect(suspects.examine({ bytes: Buffer.from(text), encoding: 'json_base64' })).toBeDefined();
  });

  it('suspects no other picture, of the same length or another', () => {
    const suspects = new Suspects();
    suspects.accuse(binary(FILE), undefined);
    const other = Buffer.from(FILE);
    other[3]! ^= 1;
    expect(suspects.examine(binary(other))).toBeUndefined();
    expect(suspects.examine(base64(other.toString('base64')))).toBeUndefined();
    expect(suspects.examine(binary(Buffer.concat([FILE, FILE])))).toBeUndefined();
  });

  it('forgets after a while', () => {
    const now = jest.spyOn(performance, 'now').mockReturnValue(0);
    const suspects = new Suspects();
    suspects.accuse(binary(FILE), undefined);
    now.mockReturnValue(MEMORY_MS - 1);
    expect(suspects.examine(binary(FILE))).toBeDefined();
    now.mockReturnValue(MEMORY_MS);
    expect(suspects.examine(binary(FILE))).toBeUndefined();
  });

  it('remembers the newest thousand', () => {
    const suspects = new Suspects();
    const numbered = (i: number) => binary(Buffer.from(`picture ${String(i).padStart(6, '0')}`));
    for (let i = 0; i < 1001; i++) suspects.accuse(numbered(i), undefined);
    expect(suspects.examine(numbered(0))).toBeUndefined();
    expect(suspects.examine(numbered(1))).toBeDefined();
    expect(suspects.examine(numbered(1000))).toBeDefined();
  });

  it('knows the pixels of a piece by their bytes, which are no text', () => {
    const suspects = new Suspects();
    const pixels = (first: number): EncodedPicture => ({
      bytes: Buffer.alloc(12, first),
      encoding: 'pixels',
    });
    suspects.accuse(pixels(1), undefined);
    expect(suspects.examine(pixels(1))).toMatchObject({ isConvicted: false });
    expect(suspects.examine(pixels(2))).toBeUndefined();
  });
});
