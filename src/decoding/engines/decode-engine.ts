import type { ImageHeader } from '../header/image-header.js';
import type { DecodedPixels } from '../rgb-image.js';

/**
 * Turns the bytes of a file into 8-bit samples. Engines neither turn a picture upright nor flatten its
 * transparency: that is done once, behind all of them. Of an animation they give the first frame, composed on
 * its canvas; 16-bit samples are scaled to 8; colour profiles are ignored, as the Python reference does.
 */
export interface DecodeEngine {
  readonly name: 'sharp' | 'bmp' | 'jimp';

  /** Whether this engine reads such a picture, and rightly. */
  reads(header: ImageHeader): boolean;

  /**
   * @param header of the same bytes: recognised, and within MAX_IMAGE_PIXELS
   * @throws anything for a picture that is damaged or cut off; never gives a part of one
   */
  decode(bytes: Uint8Array, header: ImageHeader): Promise<DecodedPixels>;
}
