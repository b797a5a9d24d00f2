const [SPACE, TAB, LINE_FEED, CARRIAGE_RETURN] = [0x20, 0x09, 0x0a, 0x0d];

/** @returns the place of the first byte from there on that is no white space of JSON (RFC 8259, section 2); the end, too */
export function skipWhitespace(json: Buffer, from: number): number {
  for (let at = from; ; at++) {
    const byte = json[at];
    if (byte !== SPACE && byte !== TAB && byte !== LINE_FEED && byte !== CARRIAGE_RETURN) return at;
  }
}
