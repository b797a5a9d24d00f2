import type { Bytes } from './bytes.js';

export type PictureFormat = 'jpeg' | 'png' | 'webp' | 'gif' | 'bmp' | 'tiff';

/** A picture that the server must classify. */
export interface ValidPicture {
  file: string;
  bytes: Bytes;
  format: PictureFormat;
  /** The size as stored, before any EXIF orientation. */
  width: number;
  height: number;
  note: string;
}

export type ProblemCode = 'image_empty' | 'image_corrupt' | 'image_too_large' | 'unsupported_image_format';

/** A body that the server must refuse, and with which problem. */
export interface InvalidPicture {
  file: string;
  bytes: Bytes;
  code: ProblemCode;
  /** What an unsupported body looks like; null when nothing is known about it. */
  looksLike?: string | null;
  note: string;
}
