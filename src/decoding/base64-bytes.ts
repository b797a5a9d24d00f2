import { AppError } from '../errors.js';
import { decodeBase64 } from './base64.js';
import type { PictureEncoding } from './encoded-picture.js';

/** What JSON allows in a string only as an escape (RFC 8259, section 7). */
// eslint-disable-next-line no-control-regex -- they are what is looked for
const CONTROL_CHARACTER = /[\0-\x1f]/;

/**
 * Decodes base64 that is still the bytes of a text.
 * @throws AppError `invalid_base64`, or `malformed_json` where the text could not stand in JSON as it is
 */
export function decodeBase64Bytes(
  bytes: Uint8Array,
  encoding: Exclude<PictureEncoding, 'binary'>,
): Uint8Array {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString();
  if (encoding === 'json_base64') {
    const position = text.search(CONTROL_CHARACTER);
    if (position !== -1) {
      throw new AppError(
        'malformed_json',
        'expected a JSON text (RFC 8259) in UTF-8, received one with a control character, such as a line break, at ' +
          `character ${position} of the picture's base64 (counted from 0); write it as an escape or leave it out`,
      );
    }
  }
  return decodeBase64(text);
}
