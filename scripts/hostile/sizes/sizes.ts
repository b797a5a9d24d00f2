/** Headers that claim sizes which no picture has, or which contradict what follows. */
import type { HostileFile } from '../hostile-file.js';
import { jpegSizes } from './jpeg-sizes.js';
import { pngSizes } from './png-sizes.js';
import { gifSizes } from './gif-sizes.js';
import { webpSizes } from './webp-sizes.js';
import { bmpSizes } from './bmp-sizes.js';
import { tiffSizes } from './tiff-sizes.js';

export function sizes(): HostileFile[] {
  return [...jpegSizes(), ...pngSizes(), ...gifSizes(), ...webpSizes(), ...bmpSizes(), ...tiffSizes()];
}
