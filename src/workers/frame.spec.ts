import { describe, expect, it } from '@jest/globals';
import { FrameReader, encodeHeader, idAfter, type FrameHeader } from './frame.js';

const frame = (kind: number, id: number, payload: Buffer) =>
  Buffer.concat([encodeHeader({ kind, id, length: payload.length }), payload]);

function readInPieces(stream: Buffer, pieceLength: number): [FrameHeader, string][] {
  const found: [FrameHeader, string][] = [];
  const reader = new FrameReader((header, payload) => found.push([header, payload.toString()]));
  for (let at = 0; at < stream.length; at += pieceLength) reader.push(stream.subarray(at, at + pieceLength));
  return found;
}

describe('idAfter', () => {
  it('gives ids that fit a header, and never the 0 of no job', () => {
    const ids = [1, 4_294_967_294, 4_294_967_295].map(idAfter);
    expect(ids).toEqual([2, 4_294_967_295, 1]);
    for (const id of ids) expect(() => encodeHeader({ kind: 0, id, length: 0 })).not.toThrow();
  });
});

describe('FrameReader', () => {
  const stream = Buffer.concat([
    frame(1, 7, Buffer.from('first')),
    frame(2, 4_294_967_295, Buffer.alloc(0)),
    frame(0, 8, Buffer.from('last')),
  ]);

  it.each([1, 2, 11, 12, 13, 20, 1000])('finds the frames in pieces of %i bytes', (pieceLength) => {
    expect(readInPieces(stream, pieceLength)).toEqual([
      [{ kind: 1, id: 7, length: 5 }, 'first'],
      [{ kind: 2, id: 4_294_967_295, length: 0 }, ''],
      [{ kind: 0, id: 8, length: 4 }, 'last'],
    ]);
  });

  it('waits for the rest of a frame', () => {
    expect(readInPieces(stream.subarray(0, -1), 1000)).toHaveLength(2);
  });
});
