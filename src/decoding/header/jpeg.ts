import { readExifOrientation } from './exif.js';
import { HeaderError, type HeaderFields } from './header-fields.js';

const EXIF = 0x45786966; // "Exif"

/** Walks the marker segments of ITU-T T.81, annex B, up to the frame header (SOF). */
export function readJpegHeader(bytes: DataView): HeaderFields {
  let orientation: HeaderFields['orientation'] = 1;
  let at = 2;
  for (;;) {
    if (bytes.getUint8(at) !== 0xff) throw new HeaderError(`a marker is missing at byte ${at}`);
    const marker = bytes.getUint8(at + 1);
    if (marker === 0xff) {
      at++; // Any number of fill bytes may stand before a marker.
      continue;
    }
    if (standsAlone(marker)) {
      at += 2;
      continue;
    }
    if (marker === 0xd9 || marker === 0xda) throw new HeaderError('its data begins before a frame header');
    const length = bytes.getUint16(at + 2);
    if (length < 2) throw new HeaderError(`a segment at byte ${at} has the length ${length}`);
    if (isFrameHeader(marker)) {
      const components = bytes.getUint8(at + 9);
      return {
        width: bytes.getUint16(at + 7),
        height: bytes.getUint16(at + 5),
        orientation,
        cmyk: components === 4,
      };
    }
    if (marker === 0xe1 && length >= 16 && bytes.getUint32(at + 4) === EXIF) {
      orientation = readExifOrientation(bytes, at + 10, at + 2 + length);
    }
    at += 2 + length;
  }
}

/** TEM, RST and SOI; behind all other markers comes the length of their segment. */
export function standsAlone(marker: number): boolean {
  return marker === 0x01 || (marker >= 0xd0 && marker <= 0xd8);
}

/** SOF0 to SOF15 without DHT (C4), JPG (C8) and DAC (CC). */
function isFrameHeader(marker: number): boolean {
  return marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc;
}
