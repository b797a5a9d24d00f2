import sharp from 'sharp';

/** A JPEG of one grey, small as a file whatever its sides. */
export function greyJpeg(width: number, height: number): Promise<Buffer> {
  return sharp({ create: { width, height, channels: 3, background: '#808080' } })
    .jpeg()
    .toBuffer();
}
