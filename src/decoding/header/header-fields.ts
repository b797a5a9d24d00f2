/** EXIF orientation (tag 274): 1 is upright; 5 to 8 exchange width and height. */
export type Orientation = 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8;

/** What a file says of itself before a pixel is decoded. */
export interface HeaderFields {
  /** Stored size in pixels, before the orientation is applied. */
  width: number;
  height: number;
  orientation: Orientation;
  /** What a picture of an accepted format is that is not accepted all the same, such as "of CIELab colours". */
  unsupported?: string;
  /** Samples are CMYK or YCCK. */
  cmyk?: boolean;
  /** The first frame of a GIF leaves a part of the canvas uncovered. */
  hasPartialFrame?: boolean;
  /** Grey and alpha in a TIFF. */
  isGreyAlpha?: boolean;
  /** How long the file must be at least, where the header tells. */
  bytesNeeded?: number;
}

/** Thrown by the readers when a header contradicts itself. */
export class HeaderError extends Error {}
