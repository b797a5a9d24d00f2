import type { ImageFormat } from './formats.js';

export const ACCEPTED_FORMATS = 'JPEG, PNG, WebP, GIF, BMP or TIFF';

/** Latin-1 text of some bytes, to compare with a signature. */
function ascii(bytes: Uint8Array, start: number, end: number): string {
  return String.fromCharCode(...bytes.subarray(start, end));
}

/**
 * Recognises a format by its signature (the "magic bytes").
 * A picture that was cut off within its signature is still of that format, so that it is reported as damaged.
 */
export function sniffImageFormat(bytes: Uint8Array): ImageFormat | undefined {
  const head = ascii(bytes, 0, 12);
  if (head.startsWith('\xff\xd8\xff') || head === '\xff\xd8') return 'jpeg';
  if (head.startsWith('\x89PNG')) return 'png';
  if (head.startsWith('GIF87a') || head.startsWith('GIF89a')) return 'gif';
  if (head.startsWith('RIFF') && (bytes.length < 12 || head.endsWith('WEBP'))) return 'webp';
  if (head.startsWith('II*\0') || head.startsWith('MM\0*')) return 'tiff';
  if (head.startsWith('BM') && isBitmap(bytes)) return 'bmp';
  return undefined;
}

/** "BM" begins many a text, so the size of the info header has to be one that exists. */
function isBitmap(bytes: Uint8Array): boolean {
  if (bytes.length < 18) return bytes.length === 2 || !isText(bytes);
  const infoHeaderSize = bytes[14]! | (bytes[15]! << 8) | (bytes[16]! << 16) | (bytes[17]! << 24);
  return [12, 16, 40, 52, 56, 64, 108, 124].includes(infoHeaderSize);
}

const SIGNATURES: [prefix: string, name: string][] = [
  ['%PDF-', 'PDF'],
  ['%!PS', 'PostScript'],
  ['PK\x03\x04', 'ZIP'],
  ['PK\x05\x06', 'ZIP'],
  ['\x1f\x8b', 'gzip'],
  ['8BPS', 'PSD'],
  ['\0\0\x01\0', 'ICO'],
  ['\0\0\x02\0', 'ICO'],
  ['\xff\x0a', 'JPEG XL'],
  ['\0\0\0\x0cJXL ', 'JPEG XL'],
  ['\xff\x4f\xff\x51', 'JPEG 2000'],
  ['\0\0\0\x0cjP  ', 'JPEG 2000'],
  ['II+\0', 'BigTIFF'],
  ['MM\0+', 'BigTIFF'],
  ['RIFF', 'RIFF (audio or video)'],
  ['\x1aE\xdf\xa3', 'Matroska or WebM'],
  ['OggS', 'Ogg'],
  ['ID3', 'MP3'],
];

/** Brands of ISO base media files (ISO/IEC 14496-12), whose `ftyp` box comes first. */
function isoBrand(brand: string): string {
  if (/^avi[fs]/.test(brand)) return 'AVIF';
  if (/^(hei[cxms]|hev[cxms]|mif1|msf1)/.test(brand)) return 'HEIC';
  if (brand.startsWith('crx')) return 'Canon CR3';
  if (brand.startsWith('qt')) return 'QuickTime';
  return 'MP4';
}

/**
 * What bytes that are none of the accepted formats look like, to tell a client what it sent.
 * @returns a name such as "SVG" or "PDF", or undefined for bytes that say nothing
 */
export function looksLike(bytes: Uint8Array): string | undefined {
  const head = ascii(bytes, 0, 32);
  if (head.slice(4, 8) === 'ftyp') return isoBrand(head.slice(8, 12));
  const known = SIGNATURES.find(([prefix]) => head.startsWith(prefix));
  if (known) return known[1];
  if (!isText(bytes)) return undefined;
  const text = new TextDecoder().decode(bytes.subarray(0, 4096)).trimStart().toLowerCase();
  if (/<svg[\s>]/.test(text)) return 'SVG';
  if (/<!doctype html|<html[\s>]|<script[\s>]/.test(text)) return 'HTML';
  if (text.startsWith('<?xml') || text.startsWith('<')) return 'XML';
  if (text.startsWith('{') || text.startsWith('[')) return 'JSON';
  if (text.startsWith('data:')) return 'a data URL that was encoded twice';
  return 'plain text';
}

/** Whether the beginning is UTF-8, or UTF-16 with a byte order mark, without control characters. */
function isText(bytes: Uint8Array): boolean {
  const head = bytes.subarray(0, 512);
  if ((head[0] === 0xff && head[1] === 0xfe) || (head[0] === 0xfe && head[1] === 0xff)) return true;
  if (head.some((byte) => byte < 9 || (byte > 13 && byte < 32) || byte === 127)) return false;
  try {
    // Streaming, because the end of the head may fall within a character of several bytes.
    new TextDecoder('utf-8', { fatal: true }).decode(head, { stream: true });
    return true;
  } catch {
    return false;
  }
}
