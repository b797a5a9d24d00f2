import sharp, { type Sharp } from 'sharp';
import { asBytes, type Raster } from './scene.js';

/** Hands an eight-bit raster to sharp, for the formats whose encoders are not worth writing here. */
export function toSharp(raster: Raster): Sharp {
  const { width, height, channels } = raster;
  return sharp(asBytes(raster), { raw: { width, height, channels } });
}
