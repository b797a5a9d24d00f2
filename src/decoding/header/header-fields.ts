/** EXIF orientation (tag 274): 1 is upright; 5 to 8 exchange width and height. */
export type Orientation = 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8;

/** What a file says of itself before a pixel is decoded. */
export interface HeaderFields {
  /** Stored size in pixels, before the orientation is applied. */
  width: number;
  height: number;
  orientation: Orientation;
  /** Samples are CMYK or YCCK (JPEG of four components). */
  cmyk?: boolean;
  /** The first frame of a GIF leaves a part of the canvas uncovered. */
  hasPartialFrame?: boolean;
  /** How long the file must be at least, where the header tells. */
  bytesNeeded?: number;
}

/** Thrown by the readers when a header contradicts itself. */
export class HeaderError extends Error {}
