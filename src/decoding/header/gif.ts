import { HeaderError, type HeaderFields } from './header-fields.js';

const IMAGE_DESCRIPTOR = 0x2c;
const EXTENSION = 0x21;
const TRAILER = 0x3b;

/** The first frame of a GIF: its place on the screen, its size, and where its compressed data begin. */
export interface GifFrame {
  left: number;
  top: number;
  width: number;
  height: number;
  dataAt: number;
}

/**
 * Reads the logical screen and the first frame (GIF89a, sections 18 and 20). A frame may reach beyond the screen,
 * and decoders make room for it, so the larger of the two counts.
 */
export function readGifHeader(bytes: DataView): HeaderFields {
  const screen = { width: bytes.getUint16(6, true), height: bytes.getUint16(8, true) };
  const { left, top, width, height } = firstGifFrame(bytes);
  if (width === 0 || height === 0) return { width, height, orientation: 1 };
  const canvas = {
    width: Math.max(screen.width, left + width),
    height: Math.max(screen.height, top + height),
  };
  const hasPartialFrame = width < canvas.width || height < canvas.height;
  return { ...canvas, orientation: 1, hasPartialFrame };
}

/** @throws HeaderError where there is none */
export function firstGifFrame(bytes: DataView): GifFrame {
  let at = 13 + colourTableBytes(bytes.getUint8(10));
  for (;;) {
    const block = bytes.getUint8(at);
    if (block === IMAGE_DESCRIPTOR) {
      return {
        left: bytes.getUint16(at + 1, true),
        top: bytes.getUint16(at + 3, true),
        width: bytes.getUint16(at + 5, true),
        height: bytes.getUint16(at + 7, true),
        dataAt: at + 10 + colourTableBytes(bytes.getUint8(at + 9)),
      };
    }
    if (block === TRAILER) throw new HeaderError('it has no frame');
    if (block !== EXTENSION) throw new HeaderError(`an unknown block stands at byte ${at}`);
    at += 2;
    for (let size = bytes.getUint8(at); size !== 0; size = bytes.getUint8(at)) at += 1 + size;
    at++;
  }
}

function colourTableBytes(flags: number): number {
  return flags & 0x80 ? 3 * (2 << (flags & 7)) : 0;
}
