/**
 * The scene that every test picture shows: a pond with a sun at the upper left, a reed at the right and a
 * round leaf on the water. It has no symmetry, so a flip or a turn shows; it is smooth for the most part, so
 * that two decoders of a lossy format differ by little.
 */
export interface Raster {
  readonly width: number;
  readonly height: number;
  /** Samples in rows from the top, the channels of a pixel next to each other. */
  readonly samples: Uint16Array;
  readonly channels: 1 | 2 | 3 | 4;
}

type Colour = readonly [red: number, green: number, blue: number];

const sun: Colour = [0.98, 0.82, 0.38];
const reed: Colour = [0.35, 0.2, 0.12];
const leaf: Colour = [0.36, 0.7, 0.3];
const bank: Colour = [0.52, 0.62, 0.34];

function mix(from: Colour, to: Colour, share: number): Colour {
  const part = Math.min(1, Math.max(0, share));
  return [
    from[0] + (to[0] - from[0]) * part,
    from[1] + (to[1] - from[1]) * part,
    from[2] + (to[2] - from[2]) * part,
  ];
}

/** The colour at (u, v), both from 0 to 1, in parts of one. */
function colourAt(u: number, v: number): Colour {
  if (u > 0.8 && u < 0.86 && v > 0.2) return reed;
  if (Math.hypot((u - 0.42) / 0.26, (v - 0.8) / 0.1) < 1) return leaf;
  if (v > 0.6) return mix([0.5, 0.78, 0.8], [0.12, 0.4, 0.55], (v - 0.6) / 0.4);
  if (v > 0.5 + 0.06 * Math.sin(5 * u)) return bank;
  const sky = mix([0.45, 0.68, 0.9], [0.97, 0.93, 0.82], v / 0.55);
  // The soft edge keeps the ringing of lossy formats low.
  return mix(sun, sky, (Math.hypot(u - 0.24, v - 0.24) - 0.14) / 0.04);
}

/** Opaque in the middle, see-through at the edges, with a soft fall between the two. */
function alphaAt(u: number, v: number): number {
  return Math.min(1, Math.max(0, 2.6 - 2.6 * Math.hypot((u - 0.45) / 0.55, (v - 0.5) / 0.6)));
}

/** What lies hidden where alpha is zero; it shows as magenta when a decoder drops alpha. */
const hidden: Colour = [0.9, 0.1, 0.7];

interface RenderOptions {
  width: number;
  height: number;
  channels: Raster['channels'];
  /** The largest sample value: 255 for eight bits, 65535 for sixteen. */
  maximum?: number;
  /** Moves the scene sideways, for the frames of an animation. */
  shift?: number;
}

/** Renders the scene as grey (1), grey and alpha (2), RGB (3) or RGB and alpha (4). */
export function renderScene({ width, height, channels, maximum = 255, shift = 0 }: RenderOptions): Raster {
  const samples = new Uint16Array(width * height * channels);
  let at = 0;
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const u = ((((x + 0.5) / width + shift) % 1) + 1) % 1;
      const v = (y + 0.5) / height;
      const alpha = alphaAt(u, v);
      const colour = channels % 2 === 0 && alpha === 0 ? hidden : colourAt(u, v);
      // The luma weights of ITU-R BT.601.
      const grey = 0.299 * colour[0] + 0.587 * colour[1] + 0.114 * colour[2];
      const pixel = [...(channels < 3 ? [grey] : colour), ...(channels % 2 === 0 ? [alpha] : [])];
      for (const part of pixel) samples[at++] = Math.round(part * maximum);
    }
  }
  return { width, height, channels, samples };
}

/** The samples of an eight-bit raster as bytes. */
export function asBytes(raster: Raster): Uint8Array {
  return Uint8Array.from(raster.samples);
}
