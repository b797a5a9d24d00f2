import type { Draws } from '../draws.js';
import { ANY_BYTES } from '../mutate/any-bytes.js';

const ODD_NAMES = [
  ...[
    'file',
    'confidence_threshold',
    'threshold',
    'top_k',
    'image_base64',
    '__proto__',
    '',
    'a%22b',
    'é',
    '\\',
  ],
];
const ODD_TEXTS = ['0', '0.5', '1e999', '-0', 'NaN', '', ' 1', '\u00e9', '\0', '9'.repeat(100)];
const ODD_HEADERS = [
  'Content-Type: text/plain; charset=utf-16',
  'Content-Type: multipart/mixed; boundary=y',
  'Content-Transfer-Encoding: base64',
  'Content-Disposition: form-data; name="b"',
  ' folded',
  'X:',
  'no colon',
  `X: ${'y'.repeat(9000)}`,
  'X: \n',
];
const ODD_BOUNDARIES = ['a', "'()+_,-./:=?", 'a'.repeat(70), 'a'.repeat(71), '--', 'a b', 'a ', ''];
const ODD_VALUES = ['0', '1', '0.5', '', 'a', '%', '%zz', '%00', '-1', '1e999', '2'];

/** A form with a picture, in which parts, headers, boundaries or bytes are not what they should be. */
export function mutateForm(picture: Buffer, draws: Draws): { body: Buffer; type: string } {
  const boundary = draws.chance(0.7) ? 'b0undary' : draws.pick(ODD_BOUNDARIES);
  const delimiter = Buffer.from(`--${draws.chance(0.95) ? boundary : `${boundary}x`}`);
  const pieces: Buffer[] = [];
  for (let count = draws.chance(0.95) ? 1 + draws.below(4) : draws.below(12_000); count > 0; count--) {
    const isFile = count === 1 ? draws.chance(0.9) : draws.chance(0.05);
    const name = draws.chance(0.8) ? (isFile ? 'file' : 'top_k') : draws.pick(ODD_NAMES);
    const more = draws.chance(0.85) ? '' : `\r\n${draws.pick(ODD_HEADERS)}`;
    const filename = isFile ? '; filename="a.jpg"' : '';
    const head = `\r\nContent-Disposition: form-data; name="${name}"${filename}${more}\r\n\r\n`;
    const content = isFile ? picture : Buffer.from(draws.pick(ODD_TEXTS));
    pieces.push(delimiter, Buffer.from(head), content, Buffer.from('\r\n'));
  }
  let body = Buffer.concat([...pieces, Buffer.from(`--${boundary}--\r\n`)]);
  if (draws.chance(0.2)) body = body.subarray(0, draws.below(body.length + 1));
  if (draws.chance(0.3)) {
    // The beginning, where the structure is.
    const end = Math.min(200, body.length);
    body = Buffer.concat([draws.pick(ANY_BYTES)(body.subarray(0, end), draws), body.subarray(end)]);
  }
  return { body, type: `multipart/form-data; boundary="${boundary}"` };
}

/** A query that a picture may have, or may not. */
export function mutateQuery(draws: Draws): string {
  const fields = Array.from({ length: draws.below(4) }, () => {
    const name = draws.pick(['threshold', 'top_k', 'confidence_threshold', 'threshhold', '__proto__', '']);
    return `${name}=${draws.pick(ODD_VALUES)}`;
  });
  return fields.length > 0 || draws.chance(0.1) ? `?${fields.join('&')}` : '';
}
