/** A number as JSON writes it (RFC 8259, section 6). */
const NUMBER = /^-?(0|[1-9]\d*)(\.\d+)?([eE][+-]?\d+)?$/;
/** No number that is meant takes more. */
export const LONGEST_NUMBER = 64;

/**
 * What a field of a form or of a query holds, where text is all that there is.
 * @returns the number that it is, or else the text itself, which is then refused like a string in JSON
 */
export function numberInText(text: string): number | string {
  return text.length <= LONGEST_NUMBER && NUMBER.test(text) ? Number(text) : text;
}
