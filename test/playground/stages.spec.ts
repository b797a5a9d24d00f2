import { describe, expect, it } from '@jest/globals';
import { parseServerTiming } from '../../playground/src/server-timing.js';
import { segmentsOf } from '../../playground/src/stages.js';

describe('parseServerTiming', () => {
  it('reads stages in their order', () => {
    expect(parseServerTiming('validate;dur=0.2, decode;desc="x";dur=1.25,total;dur=9')).toEqual([
      { stage: 'validate', ms: 0.2 },
      { stage: 'decode', ms: 1.25 },
      { stage: 'total', ms: 9 },
    ]);
  });

  it.each([null, '', 'cache', 'cache;desc=hit', 'a;dur=', 'a;dur=x', 'a;dur=-1', ';dur=1'])(
    'leaves out what has no duration: %j',
    (header) => {
      expect(parseServerTiming(header)).toEqual([]);
    },
  );
});

describe('segmentsOf', () => {
  const timings = parseServerTiming('queue;dur=1, decode;dur=3, base64;dur=0, inference;dur=4, total;dur=10');

  it('divides the round trip without a gap: network first, and what the stages leave of the total last', () => {
    const segments = segmentsOf(timings, 20);
    expect(segments.map(({ name, ms, share }) => [name, ms, share])).toEqual([
      ['network', 10, 0.5],
      ['queue', 1, 0.05],
      ['decode', 3, 0.15],
      ['inference', 4, 0.2],
      ['other', 2, 0.1],
    ]);
    expect(segments.every(({ explanation }) => explanation !== '')).toBe(true);
  });

  it('has no network where the page measured less than the server', () => {
    expect(segmentsOf(timings, 9.9).map(({ name }) => name)).toEqual([
      'queue',
      'decode',
      'inference',
      'other',
    ]);
  });

  it('takes the sum for the total where there is none', () => {
    const shares = segmentsOf(parseServerTiming('decode;dur=1, new;dur=1'), 4).map(({ name, share }) => [
      name,
      share,
    ]);
    expect(shares).toEqual([
      ['network', 0.5],
      ['decode', 0.25],
      ['new', 0.25],
    ]);
  });

  it('is all network where the server told of nothing', () => {
    expect(segmentsOf([], 5)).toEqual([expect.objectContaining({ name: 'network', share: 1 })]);
  });
});
