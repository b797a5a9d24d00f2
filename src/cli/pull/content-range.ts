/** `Content-Range` of a 206 or 416 (RFC 9110, 14.4); undefined if it is missing or malformed. */
export function parseContentRange(
  header: string | undefined,
): { start?: number; end?: number; total?: number } | undefined {
  const match = /^bytes (?:(\d{1,15})-(\d{1,15})|\*)\/(\d{1,15}|\*)$/.exec(header?.trim() ?? '');
  if (match === null) return undefined;
  const [, start, end, total] = match;
  return {
    ...(start === undefined ? {} : { start: Number(start), end: Number(end) }),
    ...(total === '*' ? {} : { total: Number(total) }),
  };
}

/** An ETag that stands for exact bytes, so that `If-Range` may use it (RFC 9110, 13.1.5); weak ones do not. */
export function strongEtag(header: string | undefined): string | undefined {
  return header !== undefined && /^"[\x21\x23-\x7e]*"$/.test(header) ? header : undefined;
}
