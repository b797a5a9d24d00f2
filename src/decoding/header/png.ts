import { readExifOrientation } from './exif.js';
import { HeaderError, type HeaderFields } from './header-fields.js';

const SIGNATURE_TAIL = 0x0d0a1a0a;
const IHDR = 0x49484452;
const EXIF = 0x65584966;
const IEND = 0x49454e44;

/** Reads IHDR and, wherever it stands, eXIf (PNG specification, third edition, sections 11.2.1 and 11.3.4.5). */
export function readPngHeader(bytes: DataView): HeaderFields {
  if (bytes.getUint32(4) !== SIGNATURE_TAIL) throw new HeaderError('its signature was altered on the way');
  if (bytes.getUint32(12) !== IHDR) throw new HeaderError('its first chunk is not IHDR');
  return { width: bytes.getUint32(16), height: bytes.getUint32(20), orientation: findOrientation(bytes) };
}

function findOrientation(bytes: DataView): HeaderFields['orientation'] {
  let orientation: HeaderFields['orientation'] = 1;
  for (let at = 8; at + 8 <= bytes.byteLength; at += 12 + bytes.getUint32(at)) {
    const type = bytes.getUint32(at + 4);
    // A decoder may believe the second one, whose size would not have been checked.
    if (type === IHDR && at > 8) throw new HeaderError('it has a second IHDR');
    if (type === EXIF) orientation = readExifOrientation(bytes, at + 8, at + 8 + bytes.getUint32(at));
    if (type === IEND) break;
  }
  return orientation;
}
