import { describe, expect, it } from '@jest/globals';
import { checkLzw } from './lzw-check.js';

/** Eight bits a symbol: 256 clears, 257 ends, and 258 is the first code that is defined. */
function check(codes: number[], samples: number, growsEarly = true): () => void {
  const left = [...codes];
  const nextCode = () => {
    if (left.length === 0) throw new Error('too early');
    return left.shift()!;
  };
  return () => {
    checkLzw({ nextCode, symbolBits: 8, growsEarly }, samples);
  };
}

describe('checkLzw', () => {
  it('takes codes that are defined, and the one that is being defined', () => {
    expect(check([256, 1, 258, 257], 3)).not.toThrow();
    expect(check([256, 1, 2, 258], 4)).not.toThrow();
  });

  it.each([
    { fault: 'a code that is not defined yet', codes: [256, 1, 300, 257], samples: 3, says: '300' },
    { fault: 'such a code first', codes: [256, 258, 257], samples: 1, says: '258' },
    { fault: 'such a code behind the last sample', codes: [256, 1, 2, 300], samples: 2, says: '300' },
    { fault: 'a symbol before the first clear code', codes: [1, 258, 257], samples: 3, says: 'clear code' },
    { fault: 'an early end', codes: [256, 1, 257], samples: 3, says: '2 samples are missing' },
    { fault: 'the end of the data', codes: [256, 1], samples: 3, says: 'too early' },
  ])('refuses $fault', ({ codes, samples, says }) => {
    expect(check(codes, samples)).toThrow(says);
  });

  it('lets a GIF do without a clear code, as its decoders do', () => {
    expect(check([1, 258, 257], 3, false)).not.toThrow();
  });
});
