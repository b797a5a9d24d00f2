/**
 * A model that cannot be pulled: one line that says what was expected, what came and what to do.
 * It never holds the token or the query of a signed address.
 */
export class PullError extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(oneLine(message, 2000), options);
    this.name = 'PullError';
  }
}

/** Text that a server chose, fit for a message: in one line, without control characters, and not endless. */
export function oneLine(text: string, longest = 200): string {
  const clean = text.replace(/\p{Cc}+/gu, ' ').trim();
  return clean.length > longest ? `${clean.slice(0, longest)}…` : clean;
}

/** An address for a message: without user, password and query, which may hold secrets. */
export function showUrl(url: URL): string {
  return oneLine(url.origin + url.pathname);
}

/** What the file system said, as a `PullError` with a remedy; anything else as it is. */
export function explainDiskError(error: unknown, path: string): unknown {
  const { code, syscall } = Object(error) as NodeJS.ErrnoException;
  if (typeof code !== 'string' || syscall === undefined) return error;
  const remedy = {
    ENOSPC: 'the disk is full; make room and run the same command again',
    EDQUOT: 'your disk quota is used up; make room and run the same command again',
    EACCES: 'you may not write there; choose another folder with --into',
    EPERM: 'you may not write there; choose another folder with --into',
    EROFS: 'the file system is read-only; choose another folder with --into',
    ELOOP: 'a symbolic link stands in its place; remove it',
    ENOTDIR: 'a file stands where a folder has to be; remove it',
  }[code];
  return new PullError(`cannot write ${path} (${code}): ${remedy ?? 'check the folder given with --into'}`, {
    cause: error,
  });
}
