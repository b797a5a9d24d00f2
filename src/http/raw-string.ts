/**
 * A long string of a JSON body, left as the bytes that stood between its quotes: UTF-8 without escapes. Most are a
 * picture in base64, of which nobody needs a copy in the 16 bits for each character that a string may take.
 */
export class RawString {
  constructor(readonly bytes: Buffer) {}
}
