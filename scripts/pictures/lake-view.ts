/**
 * A mountain lake with as much fine detail as a photo, so that decoding it costs about as much as a photo.
 * The detail is value noise: random numbers on a grid, interpolated, summed over octaves
 * (Ebert et al., Texturing and Modeling, chapter 2).
 */
import { mulberry32 } from '../../src/model/mulberry32.js';
import type { Raster } from './scene.js';

const gridSize = 256;

type Noise = (x: number, y: number) => number;

function valueNoise(seed: number): Noise {
  const random = mulberry32(seed);
  const grid = Float64Array.from({ length: gridSize * gridSize }, random);
  const at = (x: number, y: number) => grid[(y & (gridSize - 1)) * gridSize + (x & (gridSize - 1))] ?? 0;
  const ease = (t: number) => t * t * (3 - 2 * t);
  return (x, y) => {
    const [left, top] = [Math.floor(x), Math.floor(y)];
    const [across, down] = [ease(x - left), ease(y - top)];
    const upper = at(left, top) * (1 - across) + at(left + 1, top) * across;
    const lower = at(left, top + 1) * (1 - across) + at(left + 1, top + 1) * across;
    return upper * (1 - down) + lower * down;
  };
}

/** Octaves of noise, each twice as fine and half as strong; the sum lies in 0 to 1. */
function fractal(noise: Noise, octaves: number): Noise {
  return (x, y) => {
    let sum = 0;
    let weight = 0;
    for (let octave = 0; octave < octaves; octave++) {
      const strength = 0.5 ** octave;
      sum += strength * noise(x * 2 ** octave + 17 * octave, y * 2 ** octave + 31 * octave);
      weight += strength;
    }
    return sum / weight;
  };
}

type Colour = readonly [number, number, number];

const mix = (a: Colour, b: Colour, t: number): Colour => {
  const share = Math.min(1, Math.max(0, t));
  return [a[0] + (b[0] - a[0]) * share, a[1] + (b[1] - a[1]) * share, a[2] + (b[2] - a[2]) * share];
};

/** Heights are parts of the picture's height, from the top; distances parts of its width. */
export function lakeView(width: number, height: number): Raster {
  const clouds = fractal(valueNoise(11), 5);
  const rock = fractal(valueNoise(23), 6);
  const trees = valueNoise(37);
  const grass = fractal(valueNoise(53), 3);
  const grain = mulberry32(71);

  const ridge = (u: number) => 0.42 - 0.3 * rock(u * 3.2 + 1.7, 0.4) + 0.09 * Math.cos(u * 7);
  const treeLine = (u: number) =>
    0.5 - 0.05 * trees(u * 90, 3) - 0.09 * trees(u * 4, 9) * (0.4 + Math.abs(u - 0.5));
  const shore = (u: number) => 0.84 - 0.16 * u * u + 0.02 * grass(u * 30, 5);
  const water = 0.56;

  const landscape = (u: number, v: number): Colour => {
    if (v > treeLine(u)) {
      const light = trees(u * 120, v * 60) * 0.6 + trees(u * 300, v * 130) * 0.4;
      return mix([22, 48, 38], [92, 122, 70], light * 1.1 - 0.1);
    }
    if (v > ridge(u)) {
      const slope = rock(u * 9 + v * 6, v * 12) - rock(u * 9 + v * 6 + 0.12, v * 12 + 0.05);
      const stone = mix(
        [74, 84, 104],
        [176, 172, 168],
        0.45 + 3.4 * slope + 0.5 * (rock(u * 40, v * 40) - 0.5),
      );
      const snow = (0.3 - v) * 5 + rock(u * 14, v * 22) * 1.4 - 0.55;
      return mix(mix(stone, [242, 245, 250], snow * 2.5 + 2 * slope), [150, 178, 205], 0.22);
    }
    const cloud = clouds(u * 5, v * 11 + 2) * 2.6 - 1.15;
    return mix(mix([92, 150, 214], [214, 229, 240], v * 2.4), [252, 250, 246], cloud);
  };

  const colourAt = (u: number, v: number): Colour => {
    if (v > shore(u)) {
      const blade = grass(u * 170 + 9 * grass(u * 12, v * 9), v * 26);
      const meadow = mix([40, 70, 26], [162, 178, 74], blade * 1.5 - 0.25);
      const flower = trees(u * 210, v * 150) > 0.955;
      return flower ? [246, 222, 120] : mix(meadow, [24, 40, 18], (v - 0.8) * 1.2);
    }
    if (v > water) {
      const ripple = (grass(u * 22, v * 190) - 0.5) * 0.05 * (0.2 + (v - water) * 5);
      const mirrored = landscape(u + ripple, Math.max(0, 2 * water - v + ripple));
      return mix(mix(mirrored, [36, 82, 104], 0.32), [226, 238, 240], (grass(u * 16, v * 240) - 0.66) * 2.6);
    }
    return landscape(u, v);
  };

  const samples = new Uint16Array(width * height * 3);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const colour = colourAt((x + 0.5) / width, (y + 0.5) / height);
      // Film grain: the same for the three channels, as the sensor noise of a camera nearly is.
      const speck = (grain() + grain() - 1) * 9;
      colour.forEach((part, channel) => {
        samples[(y * width + x) * 3 + channel] = Math.min(255, Math.max(0, Math.round(part + speck)));
      });
    }
  }
  return { width, height, channels: 3, samples };
}
