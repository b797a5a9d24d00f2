import { isUtf8 } from 'node:buffer';
import { AppError } from '../errors.js';
import type { Kernels } from '../kernels/kernels.js';
import { decodeBase64 } from './base64.js';
import type { PictureEncoding } from './encoded-picture.js';

/** What JSON allows in a string only as an escape (RFC 8259, section 7). */
// eslint-disable-next-line no-control-regex -- they are what is looked for
const CONTROL_CHARACTER = /[\0-\x1f]/;

/**
 * Decodes base64 that is still the bytes of a text: by a kernel where it is in the canonical form, and else by
 * decodeBase64(), which also takes white space and a data URL, and says what is wrong.
 *
 * @returns bytes in the kernels' memory or elsewhere
 * @throws AppError `invalid_base64`, or `malformed_json` where the text could not stand in JSON as it is
 */
export function decodeBase64Bytes(
  kernels: Kernels,
  bytes: Uint8Array,
  encoding: Exclude<PictureEncoding, 'binary'>,
): Uint8Array {
  const { length } = bytes;
  const source = kernels.addressOf(bytes);
  const target = kernels.allocate(length);
  const decodedLength = kernels.run.base64Decode(source, length, target);
  if (decodedLength >= 0) return kernels.view(target, decodedLength);
  // Looked at anew: where the kernels' memory has grown, the view that was given is detached.
  const copy = Buffer.from(kernels.view(source, length));
  const text = copy.toString();
  if (encoding === 'json_base64') {
    if (!isUtf8(copy)) throw notJson('received bytes that are not UTF-8 in the base64 of the picture');
    refuseControlCharacters(text);
  }
  return decodeBase64(text);
}

function refuseControlCharacters(text: string): void {
  const position = text.search(CONTROL_CHARACTER);
  if (position === -1) return;
  throw notJson(
    `received one with a control character, such as a line break, at character ${position} of the picture's base64 ` +
      '(counted from 0); write it as an escape or leave it out',
  );
}

function notJson(received: string): AppError {
  return new AppError('malformed_json', `expected a JSON text (RFC 8259) in UTF-8, ${received}`);
}
