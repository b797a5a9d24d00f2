import { drawPicture } from './draw-picture.js';
import { SHARPNESS, type DrawnSize } from './drawn-sizes.js';

export interface DrawnPicture {
  name: string;
  bytes: Uint8Array;
}

/** Pictures of one size, each of another seed. */
export async function drawPictures(size: DrawnSize, count: number): Promise<DrawnPicture[]> {
  const [width, height] = size.split('x').map(Number) as [number, number];
  const pictures: DrawnPicture[] = [];
  for (let seed = 1; seed <= count; seed++) {
    const bytes = await drawPicture({ width, height, seed, sharpness: SHARPNESS[size] });
    pictures.push({ name: `${size}-${seed}.jpg`, bytes });
  }
  return pictures;
}
