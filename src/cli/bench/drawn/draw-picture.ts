import sharp from 'sharp';
import { mulberry32 } from '../../../model/mulberry32.js';
import { gridNoise, naturalTexture, type Texture } from './texture.js';

const QUALITY = 90;
const SHAPES = 6;

/**
 * Draws a picture that costs as much to decode as a photo of its size: a natural texture in changing colours, a few
 * shapes with hard edges, as JPEG of quality 90 with chroma of half size. The same seed gives the same bytes.
 */
export async function drawPicture(texture: Texture): Promise<Buffer> {
  const { width, height, seed } = texture;
  const cell = Math.max(8, Math.round(width / 12));
  const light = await naturalTexture(texture);
  const warm = await gridNoise({ width, height, cell, seed: seed + 1 });
  const green = await gridNoise({ width, height, cell, seed: seed + 2 });
  const samples = new Uint8ClampedArray(width * height * 3);
  for (let i = 0; i < light.length; i++) {
    const grey = 128 + 110 * light[i]!;
    const [towardsRed, towardsGreen] = [(warm[i]! - 128) * 0.35, (green[i]! - 128) * 0.2];
    samples[3 * i] = grey + towardsRed;
    samples[3 * i + 1] = grey + towardsGreen;
    samples[3 * i + 2] = grey - towardsRed;
  }
  return sharp(samples, { raw: { width, height, channels: 3 } })
    .composite([{ input: Buffer.from(shapes(texture)), blend: 'over' }])
    .jpeg({ quality: QUALITY })
    .toBuffer();
}

function shapes({ width, height, seed }: Texture): string {
  const random = mulberry32(seed + 3);
  const figures = Array.from({ length: SHAPES }, () => {
    const [x, y] = [random() * width, random() * height];
    const [rx, ry] = [(0.03 + 0.1 * random()) * width, (0.03 + 0.15 * random()) * height];
    const place = `transform="rotate(${(random() * 360).toFixed(1)} ${x.toFixed(1)} ${y.toFixed(1)})"`;
    const look = `fill="hsl(${Math.floor(random() * 360)} 60% 50%)" fill-opacity="${(0.3 + random() / 2).toFixed(2)}"`;
    return random() < 0.5
      ? `<ellipse cx="${x.toFixed(1)}" cy="${y.toFixed(1)}" rx="${rx.toFixed(1)}" ry="${ry.toFixed(1)}" ${place} ${look}/>`
      : `<rect x="${(x - rx).toFixed(1)}" y="${(y - ry).toFixed(1)}" width="${(2 * rx).toFixed(1)}" height="${(2 * ry).toFixed(1)}" ${place} ${look}/>`;
  });
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}">${figures.join('')}</svg>`;
}
