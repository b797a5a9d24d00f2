import type { ImageHeader } from '../../src/decoding/header/image-header.js';

const NAMES = { jpeg: 'JPEG', png: 'PNG', webp: 'WebP', gif: 'GIF', bmp: 'BMP', tiff: 'TIFF' };

/** The format, and of JPEG how colour is sampled, on which it depends how much decoders differ. */
export function kindOf(bytes: Uint8Array, { format, cmyk }: ImageHeader): string {
  if (format !== 'jpeg') return NAMES[format];
  return `${NAMES.jpeg} ${cmyk ? 'CMYK' : samplingOf(bytes)}`;
}

/** From the frame header (ITU T.81, B.2.2): the sampling factors of the first component, of three. */
function samplingOf(bytes: Uint8Array): string {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let at = 2;
  // SOF0 to SOF2: baseline, extended and progressive.
  while (view.getUint16(at) < 0xffc0 || view.getUint16(at) > 0xffc2) at += 2 + view.getUint16(at + 2);
  if (bytes[at + 9] === 1) return 'grey';
  const factors = bytes[at + 11]!;
  return { 0x11: '4:4:4', 0x21: '4:2:2', 0x22: '4:2:0' }[factors] ?? 'of other sampling';
}
