/**
 * Whether a client has what would be sent, by its If-None-Match (RFC 9110, 13.1.2). The comparison is weak: proxies that
 * compress make weak tags of ours.
 */
export function isFresh(ifNoneMatch: string | undefined, etag: string): boolean {
  if (ifNoneMatch === undefined) return false;
  return ifNoneMatch.split(',').some((entry) => {
    const tag = entry.trim();
    return tag === '*' || tag.replace(/^W\//, '') === etag;
  });
}
