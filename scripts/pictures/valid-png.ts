import type { ValidPicture } from './corpus.js';
import { exifWithOrientation } from './jpeg-segments.js';
import { storedWith } from './orientation.js';
import { paletteOf, toIndexed } from './palette.js';
import { PngColour, writePng, type PngPicture } from './png-writer.js';
import { renderScene, type Raster } from './scene.js';

const size = { width: 48, height: 36 };
const { Grey, Rgb, Palette, GreyAlpha, RgbAlpha } = PngColour;
const colourOf = { 1: Grey, 2: GreyAlpha, 3: Rgb, 4: RgbAlpha };

function png(name: string, note: string, picture: PngPicture): ValidPicture {
  const { width, height } = picture;
  return { file: `png-${name}.png`, bytes: writePng(picture), format: 'png', width, height, note };
}

function drawn(channels: Raster['channels'], bitDepth: PngPicture['bitDepth'] = 8, shape = size): PngPicture {
  const maximum = 2 ** bitDepth - 1;
  const { samples } = renderScene({ ...shape, channels, maximum });
  return { ...shape, colour: colourOf[channels], bitDepth, samples };
}

function indexed(bitDepth: 1 | 2 | 4 | 8): PngPicture {
  const colours = ({ 1: 2, 2: 4, 4: 16, 8: 256 } as const)[bitDepth];
  const { palette, indices } = toIndexed(renderScene({ ...size, channels: 3 }), paletteOf(colours));
  return { ...size, colour: Palette, bitDepth, palette, samples: indices };
}

/** Makes the lower left quarter one colour, which a colour key then makes see-through. */
function keyed(channels: 1 | 3, key: readonly number[]): PngPicture {
  const picture = drawn(channels);
  const samples = Array.from(picture.samples);
  for (let y = size.height / 2; y < size.height; y++) {
    for (let x = 0; x < size.width / 2; x++)
      samples.splice((y * size.width + x) * channels, channels, ...key);
  }
  return { ...picture, samples, transparency: key };
}

export function validPng(): ValidPicture[] {
  const upright = renderScene({ ...size, channels: 3 });
  const turned = storedWith(6, upright);
  const depths = [1, 2, 4, 8] as const;
  const paletteAlphas = [0, 255, 128, 255, 0, 255, 64];
  return [
    ...depths.map((bits) => png(`grey-${String(bits)}bit`, `grey of ${String(bits)} bits`, drawn(1, bits))),
    png('grey-16bit', 'grey of 16 bits; eight-bit decoders keep the high byte', drawn(1, 16)),
    png('rgb-8bit', 'RGB of 8 bits', drawn(3)),
    png('rgb-16bit', 'RGB of 16 bits', drawn(3, 16, { width: 32, height: 24 })),
    png('rgba-16bit', 'RGB and alpha of 16 bits', drawn(4, 16, { width: 28, height: 21 })),
    png('rgba', 'RGB and alpha; where alpha is 0, magenta lies hidden', drawn(4)),
    png('grey-alpha', 'grey and alpha', drawn(2)),
    ...depths.map((bits) =>
      png(`palette-${String(bits)}bit`, `palette of ${String(2 ** bits)}`, indexed(bits)),
    ),
    png('palette-trns', 'palette with seven alphas in tRNS, three of them partial or zero', {
      ...indexed(4),
      transparency: paletteAlphas,
    }),
    png('grey-trns', 'grey with a see-through value in tRNS: the lower left quarter', keyed(1, [40])),
    png('rgb-trns', 'RGB with a see-through colour in tRNS: the lower left quarter', keyed(3, [40, 10, 90])),
    png('interlaced', 'Adam7 interlace', { ...drawn(3, 8, { width: 45, height: 35 }), interlaced: true }),
    png('orientation-6', 'chunk eXIf with orientation 6', {
      width: turned.width,
      height: turned.height,
      colour: Rgb,
      bitDepth: 8,
      samples: turned.samples,
      exif: exifWithOrientation(6),
    }),
    png('1x1', 'one pixel', { width: 1, height: 1, colour: Rgb, bitDepth: 8, samples: [64, 160, 96] }),
    png('3000x1', 'one row', drawn(3, 8, { width: 3000, height: 1 })),
    png('1x2000', 'one column', drawn(3, 8, { width: 1, height: 2000 })),
    {
      ...png('', 'a PNG behind a wrong name: the content counts', drawn(3, 8, { width: 40, height: 40 })),
      file: 'png-named.jpg',
    },
  ];
}
