/** What is known of a file before it is there. All but the path may be missing; what is there is checked. */
export interface ListedFile {
  /** Inside the source, with slashes. */
  path: string;
  bytes?: number | undefined;
  /** Hexadecimal, lower case. */
  sha256?: string | undefined;
  /** The id that git gives to the file's bytes; the Hub's digest of files that are not in LFS. */
  gitSha1?: string | undefined;
}

export interface ModelListing {
  files: ListedFile[];
  /** The commit that the listing is of; the Hub only. */
  commit?: string | undefined;
}

/** A file to download: where it lies at the source, and where it goes in the model's folder. */
export interface WantedFile extends ListedFile {
  to: string;
  /** Without a listing only asking tells whether a file exists: then 404 is an answer, not a failure. */
  optional: boolean;
}

export const SHA256 = /^[0-9a-f]{64}$/;
export const SHA1 = /^[0-9a-f]{40}$/;

/** A value of JSON that somebody else wrote, if it is an object. */
export function asRecord(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}

/** A length in bytes, if the value is one. */
export function asBytes(value: unknown): number | undefined {
  return Number.isSafeInteger(value) && (value as number) >= 0 ? (value as number) : undefined;
}

/** A digest, if the value matches `form`. */
export function asDigest(value: unknown, form: RegExp): string | undefined {
  return typeof value === 'string' && form.test(value.toLowerCase()) ? value.toLowerCase() : undefined;
}
