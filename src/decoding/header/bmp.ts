import { HeaderError, type HeaderFields } from './header-fields.js';

const CORE_HEADER = 12;
const UNCOMPRESSED = [0, 3, 6]; // BI_RGB, BI_BITFIELDS, BI_ALPHABITFIELDS

/** Reads the BITMAPCOREHEADER or BITMAPINFOHEADER of a Windows bitmap; a negative height means rows from the top. */
export function readBmpHeader(bytes: DataView): HeaderFields {
  const isCore = bytes.getUint32(14, true) === CORE_HEADER;
  const width = isCore ? bytes.getUint16(18, true) : bytes.getInt32(18, true);
  const height = Math.abs(isCore ? bytes.getUint16(20, true) : bytes.getInt32(22, true));
  if (width < 0) throw new HeaderError(`its width is ${width}`);
  const bitsPerPixel = bytes.getUint16(isCore ? 24 : 28, true);
  if (![1, 4, 8, 16, 24, 32].includes(bitsPerPixel)) {
    throw new HeaderError(`it has ${bitsPerPixel} bits a pixel, which no bitmap has`);
  }
  // The oldest headers end before the compression.
  const compression = bytes.getUint32(14, true) < 40 ? 0 : bytes.getUint32(30, true);
  const header = { width, height, orientation: 1 } as const;
  if (!UNCOMPRESSED.includes(compression)) return header;
  const rowBytes = Math.ceil((width * bitsPerPixel) / 32) * 4;
  return { ...header, bytesNeeded: bytes.getUint32(10, true) + rowBytes * height };
}
