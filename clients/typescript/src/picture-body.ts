import { bytesOf, type Picture } from './picture.js';
import type { Ask } from './transport.js';

type Options = Readonly<Record<string, string | number | undefined>>;

/**
 * A request with one picture: as it is it goes as it is, with its options in the query; in base64 it goes in JSON, where
 * base64 is expected.
 *
 * @param fields options by their names in JSON; those that are undefined are left out
 * @param query the same by their names in the query
 * @throws TypeError for what is no picture
 */
export function pictureBody(
  path: string,
  picture: Picture,
  fields: Options,
  query: Options = fields,
): Pick<Ask, 'path' | 'body' | 'contentType'> {
  const bytes = bytesOf(picture);
  if (bytes === undefined) {
    const { base64 } = picture as { base64: string };
    const body = JSON.stringify({ image_base64: base64, ...fields });
    return { path, body, contentType: 'application/json' };
  }
  const written = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (value !== undefined) written.set(name, String(value));
  }
  return { path: `${path}?${written.toString()}`, body: bytes, contentType: 'application/octet-stream' };
}
