import { describe, expect, it } from '@jest/globals';
import { decodeResult, encodeResult } from './result-frame.js';

/** As a frame lies in a stream: anywhere. */
const shifted = (payload: Buffer) => Buffer.concat([Buffer.alloc(3), payload]).subarray(3);

describe('a result in a frame', () => {
  it('comes out as it went in, wherever the frame lies', () => {
    const timings = { base64: 0.1, decode: 2.5, preprocess: 0.3, inference: 7 };
    const encoded = encodeResult({ timings, confidences: [0.1, 0.2, 0.7], output: [-1, 4] });
    const decoded = decodeResult(shifted(encoded));
    expect(decoded.timings).toEqual(timings);
    expect([...decoded.confidences]).toEqual([0.1, 0.2, 0.7]);
    expect([...decoded.output]).toEqual([-1, 4]);
    expect([...decoded.tensor]).toEqual([]);
  });

  it('may be a tensor without scores', () => {
    const decoded = decodeResult(
      shifted(encodeResult({ tensor: Uint8Array.of(1, 2, 3), timings: { decode: 1 }, axes: [1, 3] })),
    );
    expect(decoded.axes).toEqual([1, 3]);
    expect([...decoded.tensor]).toEqual([1, 2, 3]);
    expect(decoded.timings).toEqual({ decode: 1 });
    expect([...decoded.confidences, ...decoded.output]).toEqual([]);
  });

  it('tells which picture it was, and when it was begun', () => {
    const facts = { format: 'tiff', width: 65_535, height: 1 } as const;
    const decoded = decodeResult(shifted(encodeResult({ facts, startedAt: 123_456.789 })));
    expect(decoded).toMatchObject({ facts, startedAt: 123_456.789 });
    expect(decodeResult(encodeResult({})).facts).toBeUndefined();
  });

  it('leaves out a stage that did not run', () => {
    expect(decodeResult(encodeResult({ timings: { decode: 1 } })).timings).toEqual({ decode: 1 });
  });
});
