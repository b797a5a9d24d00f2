import { readExifOrientation } from './exif.js';
import { HeaderError, type HeaderFields } from './header-fields.js';
import { FIRST_CHUNK, nextChunk, uint24, VP8, VP8L, VP8X } from './webp-chunks.js';

const EXIF = 0x45584946;
const EXIF_PREFIX = 0x45786966; // "Exif", which some writers repeat from JPEG

/** Reads the first chunk's size and, in extended files, the orientation (WebP container specification, RFC 9649). */
export function readWebpHeader(bytes: DataView): HeaderFields {
  const type = bytes.getUint32(FIRST_CHUNK);
  if (type === VP8) {
    const startCode = bytes.getUint32(22) & 0xffffff;
    if (startCode !== 0x9d012a) throw new HeaderError('its VP8 frame has no start code');
    return {
      width: bytes.getUint16(26, true) & 0x3fff,
      height: bytes.getUint16(28, true) & 0x3fff,
      orientation: 1,
    };
  }
  if (type === VP8L) {
    if (bytes.getUint8(20) !== 0x2f) throw new HeaderError('its VP8L frame has no signature');
    const bits = bytes.getUint32(21, true);
    return { width: (bits & 0x3fff) + 1, height: ((bits >>> 14) & 0x3fff) + 1, orientation: 1 };
  }
  if (type === VP8X) {
    return {
      width: uint24(bytes, 24) + 1,
      height: uint24(bytes, 27) + 1,
      orientation: findOrientation(bytes),
    };
  }
  throw new HeaderError('its first chunk is none of VP8, VP8L and VP8X');
}

function findOrientation(bytes: DataView): HeaderFields['orientation'] {
  for (let at = FIRST_CHUNK; at + 8 <= bytes.byteLength; at = nextChunk(bytes, at)) {
    if (bytes.getUint32(at) !== EXIF) continue;
    const size = bytes.getUint32(at + 4, true);
    const hasPrefix = size >= 6 && at + 12 <= bytes.byteLength && bytes.getUint32(at + 8) === EXIF_PREFIX;
    return readExifOrientation(bytes, at + 8 + (hasPrefix ? 6 : 0), at + 8 + size);
  }
  return 1;
}
