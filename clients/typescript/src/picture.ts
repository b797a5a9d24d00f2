/**
 * A picture (JPEG, PNG, WebP, GIF, BMP or TIFF) as a file or its bytes, or in base64. What it is, the server finds out from
 * its content; names and types are not looked at.
 */
export type Picture = Blob | ArrayBuffer | Uint8Array | { readonly base64: string };

/**
 * The bytes of a picture as fetch sends them; undefined for one in base64.
 * @throws TypeError for anything else
 */
export function bytesOf(picture: Picture): Blob | ArrayBuffer | Uint8Array<ArrayBuffer> | undefined {
  if (picture instanceof Blob) return picture;
  if (isUint8Array(picture)) {
    // fetch takes no shared memory: another thread could write while it is sent.
    const isShared = !isArrayBuffer(picture.buffer);
    return isShared ? new Uint8Array(picture) : (picture as Uint8Array<ArrayBuffer>);
  }
  if (isArrayBuffer(picture)) return picture;
  if (typeof (picture as { base64?: unknown } | null)?.base64 === 'string') return undefined;
  throw new TypeError(
    `expected a picture as Blob, File, Uint8Array, ArrayBuffer or { base64: string }, received ${describe(picture)}`,
  );
}

function isUint8Array(value: unknown): value is Uint8Array {
  return tagOf(value) === 'Uint8Array';
}

function isArrayBuffer(value: unknown): value is ArrayBuffer {
  return tagOf(value) === 'ArrayBuffer';
}

/** It tells those of another window or realm as well, of which `instanceof` does not know. */
function tagOf(value: unknown): string {
  return Object.prototype.toString.call(value).slice('[object '.length, -1);
}

function describe(value: unknown): string {
  if (typeof value === 'string') return 'a string; use { base64 } or the bytes of the file';
  return value === null ? 'null' : typeof value;
}
