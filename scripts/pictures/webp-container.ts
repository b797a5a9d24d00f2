/**
 * The RIFF container of WebP: takes files apart and puts extended ones together.
 * Sources: RFC 9649 (WebP), sections 2.3 to 2.7; RFC 6386 (VP8), section 9.1, for the frame header.
 */
import { concat, latin1, le16, le32, patched, u8, type Bytes } from './bytes.js';

export interface RiffChunk {
  name: string;
  data: Bytes;
}

export function readWebp(file: Bytes): RiffChunk[] {
  const view = Buffer.from(file);
  const chunks: RiffChunk[] = [];
  let at = 12;
  while (at + 8 <= view.length) {
    const size = view.readUInt32LE(at + 4);
    chunks.push({ name: view.toString('latin1', at, at + 4), data: view.subarray(at + 8, at + 8 + size) });
    at += 8 + size + (size % 2);
  }
  return chunks;
}

function asBytes({ name, data }: RiffChunk): Bytes {
  // Chunks of odd length get a byte of padding that their size does not count.
  return concat(latin1(name), le32(data.length), data, new Uint8Array(data.length % 2));
}

export function writeWebp(chunks: readonly RiffChunk[]): Bytes {
  const body = concat(latin1('WEBP'), ...chunks.map(asBytes));
  return concat(latin1('RIFF'), le32(body.length), body);
}

function le24(value: number): Bytes {
  return le32(value).subarray(0, 3);
}

const flags = { animation: 0x02, exif: 0x08, alpha: 0x10 };

/** The chunk VP8X: what the file has, and the size of its canvas. */
export function extendedHeader(width: number, height: number, ...has: (keyof typeof flags)[]): RiffChunk {
  const bits = has.reduce((sum, name) => sum | flags[name], 0);
  return { name: 'VP8X', data: concat(u8(bits, 0, 0, 0), le24(width - 1), le24(height - 1)) };
}

/** An animation of whole-canvas frames; each is a still WebP whose picture chunks are taken over. */
export function animatedWebp(width: number, height: number, stills: readonly Bytes[]): Bytes {
  const frames = stills.map((still): RiffChunk => {
    const picture = readWebp(still).filter(({ name }) => ['ALPH', 'VP8 ', 'VP8L'].includes(name));
    // At (0, 0), shown for 120 ms, blended over what is there, nothing disposed of.
    const header = concat(le24(0), le24(0), le24(width - 1), le24(height - 1), le24(120), u8(0));
    return { name: 'ANMF', data: concat(header, ...picture.map(asBytes)) };
  });
  return writeWebp([
    extendedHeader(width, height, 'animation', 'alpha'),
    { name: 'ANIM', data: concat(le32(0), le16(0)) },
    ...frames,
  ]);
}

export function webpWithExif(width: number, height: number, still: Bytes, exif: Bytes): Bytes {
  return writeWebp([extendedHeader(width, height, 'exif'), ...readWebp(still), { name: 'EXIF', data: exif }]);
}

/** A lossy file with another size in its VP8 frame header: after the frame tag (3) and the start code (3). */
export function withVp8Size(lossy: Bytes, width: number, height: number): Bytes {
  return patched(lossy, 12 + 8 + 6, le16(width, height));
}
