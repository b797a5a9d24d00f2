import type { Raster } from './scene.js';

export type PaletteColour = readonly [red: number, green: number, blue: number];

export interface IndexedPicture {
  readonly width: number;
  readonly height: number;
  readonly palette: readonly PaletteColour[];
  readonly indices: Uint8Array;
}

/** Colours of the scene in order of importance: its first 2, 4 and 16 make the small palettes. */
const sceneColours: readonly PaletteColour[] = [
  [38, 60, 78],
  [244, 226, 190],
  [92, 178, 77],
  [96, 156, 190],
  [250, 209, 97],
  [133, 158, 87],
  [89, 51, 31],
  [128, 199, 204],
  [115, 173, 230],
  [160, 198, 222],
  [205, 215, 214],
  [36, 108, 146],
  [70, 145, 170],
  [247, 237, 209],
  [253, 230, 150],
  [181, 206, 218],
];

/** A palette of 2, 4, 16 or 256 colours; the largest has a 6 x 6 x 6 cube and greys after the scene's own. */
export function paletteOf(size: 2 | 4 | 16 | 256): PaletteColour[] {
  if (size < 256) return sceneColours.slice(0, size);
  const steps = [0, 51, 102, 153, 204, 255];
  const cube = steps.flatMap((red) =>
    steps.flatMap((green) => steps.map((blue): PaletteColour => [red, green, blue])),
  );
  const greys = Array.from({ length: 24 }, (_, i): PaletteColour => [8 + 10 * i, 8 + 10 * i, 8 + 10 * i]);
  return [...sceneColours, ...cube, ...greys];
}

/** Gives every pixel of an eight-bit RGB raster the nearest colour of the palette. */
export function toIndexed(raster: Raster, palette: readonly PaletteColour[]): IndexedPicture {
  const indices = new Uint8Array(raster.width * raster.height);
  for (let pixel = 0; pixel < indices.length; pixel++) {
    const [red = 0, green = 0, blue = 0] = raster.samples.subarray(3 * pixel, 3 * pixel + 3);
    let nearest = Infinity;
    palette.forEach((colour, index) => {
      const distance = (red - colour[0]) ** 2 + (green - colour[1]) ** 2 + (blue - colour[2]) ** 2;
      if (distance < nearest) {
        nearest = distance;
        indices[pixel] = index;
      }
    });
  }
  return { width: raster.width, height: raster.height, palette, indices };
}
