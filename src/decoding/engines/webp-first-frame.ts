import { fourCC } from '../header/four-cc.js';
import { FIRST_CHUNK, nextChunk, uint24, VP8X } from '../header/webp-chunks.js';

/** The first frame of an animated WebP as a still of its own, and where it lies on the canvas. */
export interface WebpFrame {
  still: Uint8Array;
  left: number;
  top: number;
}

const IS_ANIMATED = 2; // of its flags
const ANIMATION_FRAME = 0x414e4d46; // "ANMF"
const FRAME_HEADER_BYTES = 16;

/**
 * Cuts the first frame out of an animated WebP (RFC 9649, section 2.7.1), for decoders that read only stills, or that
 * look at all frames before they give the first one.
 * @returns undefined for a file that is a still, or an animation without a frame
 */
export function firstWebpFrame(bytes: Uint8Array): WebpFrame | undefined {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length < 30 || view.getUint32(FIRST_CHUNK) !== VP8X || !(bytes[20]! & IS_ANIMATED))
    return undefined;
  for (let at = FIRST_CHUNK; at + 8 <= bytes.length; at = nextChunk(view, at)) {
    if (view.getUint32(at) !== ANIMATION_FRAME) continue;
    const start = at + 8;
    const end = Math.min(start + view.getUint32(at + 4, true), bytes.length);
    return {
      // Offsets are stored halved.
      left: uint24(view, start) * 2,
      top: uint24(view, start + 3) * 2,
      still: asStill(bytes.subarray(start + FRAME_HEADER_BYTES, end), bytes.subarray(start + 6, start + 12)),
    };
  }
  return undefined;
}

/** Wraps a frame's chunks into a file; a lossy frame with an alpha chunk needs the extended header before it. */
function asStill(chunks: Uint8Array, sizeMinusOne: Uint8Array): Uint8Array {
  const extended = fourCC(chunks, 0) === 'ALPH' ? extendedHeader(sizeMinusOne) : new Uint8Array(0);
  const file = new Uint8Array(12 + extended.length + chunks.length);
  file.set(Buffer.from('RIFF'));
  new DataView(file.buffer).setUint32(4, file.length - 8, true);
  file.set(Buffer.from('WEBP'), 8);
  file.set(extended, 12);
  file.set(chunks, 12 + extended.length);
  return file;
}

function extendedHeader(sizeMinusOne: Uint8Array): Uint8Array {
  const header = new Uint8Array(18);
  header.set(Buffer.from('VP8X'));
  header[4] = 10;
  header[8] = 0x10; // has alpha
  header.set(sizeMinusOne, 12);
  return header;
}
