import { describe, expect, it } from '@jest/globals';
import { validPicture } from '../../test/support/pictures.js';
import { readImageHeader } from '../../src/decoding/header/image-header.js';
import { AppError } from '../../src/errors.js';
import { judge } from './judge.js';
import { Finding, MAX_PIXELS, type Decoded, type Target } from './target.js';

const { bytes, width, height } = validPicture('png-rgb-8bit.png');
const whole: Decoded = { width, height, data: new Uint8Array(width * height * 3), bytes: width * height * 3 };

/** A right one, but for what is given. */
function target(wrong: Partial<Target>): Target {
  return {
    name: 'test',
    formats: ['png'],
    throws: 'anything',
    readsHeaders: false,
    reads: () => true,
    sizeOf: ({ width, height }) => ({ width, height }),
    decode: () => Promise.resolve(whole),
    ...wrong,
  };
}

async function verdict(wrong: Partial<Target>, picture = bytes): Promise<string> {
  try {
    return await judge(target(wrong), Buffer.from(picture), true);
  } catch (error) {
    if (error instanceof Finding) return `finding ${error.kind}`;
    throw error;
  }
}

const rejecting = (error: unknown) => () =>
  new Promise<Decoded>(() => {
    throw error;
  });

describe('judge', () => {
  it('has nothing to say of an engine that decodes rightly or refuses', async () => {
    expect(await verdict({})).toBe('picture');
    expect(await verdict({ reads: () => false })).toBe('not for it');
    expect(await verdict({ decode: rejecting(new Error('damaged')) })).toBe('refused');
    expect(await verdict({ decode: rejecting('damaged') })).toBe('refused');
    expect(await verdict({ decode: rejecting(new AppError('image_corrupt', 'x')) })).toBe('image_corrupt');
  });

  it.each([
    { what: 'another size', decoded: { width: width + 1 }, kind: 'wrong_size' },
    { what: 'too few bytes', decoded: { data: new Uint8Array(3) }, kind: 'wrong_length' },
  ])('reports an engine that gives $what', async ({ decoded, kind }) => {
    expect(await verdict({ decode: () => Promise.resolve({ ...whole, ...decoded }) })).toBe(
      `finding ${kind}`,
    );
  });

  it('reports a picture of more pixels than are allowed, though it is as large as it says', async () => {
    const size = { width: MAX_PIXELS, height: 2 };
    const decoded = { ...size, data: new Uint8Array(1), bytes: 1 };
    const wrong = { decode: () => Promise.resolve(decoded), sizeOf: () => size };
    expect(await verdict(wrong)).toBe('finding too_many_pixels');
  });

  it('reports an engine that gives other samples the second time, or none', async () => {
    let turn = 0;
    const data = () => new Uint8Array(width * height * 3).fill(turn++);
    expect(await verdict({ decode: () => Promise.resolve({ ...whole, data: data() }) })).toBe(
      'finding not_repeatable',
    );
    turn = 0;
    const once = () => (turn++ === 0 ? Promise.resolve(whole) : Promise.reject(new Error('damaged')));
    expect(await verdict({ decode: once })).toBe('finding not_repeatable');
  });

  it('reports an engine that writes over its input', async () => {
    const decode = (input: Uint8Array) => {
      input[0] = 0;
      return Promise.resolve(whole);
    };
    expect(await verdict({ decode })).toBe('finding input_changed');
  });

  it.each([
    { error: new WebAssembly.RuntimeError('unreachable'), kind: 'severe_exception' },
    { error: new RangeError('Maximum call stack size exceeded'), kind: 'severe_exception' },
    { error: new RangeError('Array buffer allocation failed'), kind: 'severe_exception' },
    {
      error: new AppError('image_corrupt', 'x', { cause: new WebAssembly.RuntimeError('x') }),
      kind: 'severe_exception',
    },
    { error: new AppError('not_found', 'x'), kind: 'undocumented_code' },
    { error: new Finding('other_samples', 'x'), kind: 'other_samples' },
  ])('reports $error.name: $error.message as $kind', async ({ error, kind }) => {
    expect(await verdict({ decode: rejecting(error) })).toBe(`finding ${kind}`);
  });

  it('reports anything but a problem where nothing else is promised', async () => {
    const wrong = { throws: 'problems', decode: rejecting(new Error('damaged')) } as const;
    expect(await verdict(wrong)).toBe('finding other_exception');
  });

  it('has a header that is refused, refused with the same code by what reads headers itself', async () => {
    const cut = bytes.subarray(0, 20);
    expect(() => readImageHeader(cut, MAX_PIXELS)).toThrow();
    const refusing = rejecting(new AppError('image_corrupt', 'x'));
    expect(await verdict({}, cut)).toBe('image_corrupt');
    expect(await verdict({ readsHeaders: true, decode: refusing }, cut)).toBe('image_corrupt');
    expect(await verdict({ readsHeaders: true }, cut)).toBe('finding other_code');
  });
});
