import { mediaTypeOf } from './media-type.js';

/** A picture that is to be classified. */
export interface Picture {
  readonly blob: Blob;
  readonly name: string;
  readonly mediaType: string;
  /** Shows it in the page. */
  readonly url: string;
  /** Where others can have it too; undefined where only the visitor has it. */
  readonly publicUrl: string | undefined;
  /** Whether it is no file of the visitor's yet: one from the camera or the clipboard. */
  readonly isNew: boolean;
}

/** @param isNew whether it is from the camera or the clipboard */
export function pictureOf(file: File, isNew = false): Picture {
  const { name, type } = file;
  const url = URL.createObjectURL(file);
  return {
    blob: file,
    name: name || 'picture',
    mediaType: mediaTypeOf(type),
    url,
    publicUrl: undefined,
    isNew,
  };
}

/**
 * Loads a picture of the sample row.
 * @throws TypeError where the server is gone, or only a proxy there; what the signal is aborted with
 */
export async function loadSample(name: string, signal: AbortSignal): Promise<Picture> {
  const publicUrl = new URL(`playground/samples/${name}`, location.href).href;
  const response = await fetch(publicUrl, { signal });
  if (!response.ok) throw new TypeError(`expected the sample ${name}, received ${response.status}`);
  const blob = await response.blob();
  const url = URL.createObjectURL(blob);
  return { blob, name, mediaType: mediaTypeOf(blob.type), url, publicUrl, isNew: false };
}
