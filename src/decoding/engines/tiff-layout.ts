import { AppError } from '../../errors.js';
import { readFirstDirectory, type TiffDirectory } from '../header/tiff-directory.js';

const BITS = 258;
const COMPRESSION = 259;
const PHOTOMETRIC = 262;
const FILL_ORDER = 266;
const SAMPLES = 277;
const PLANAR = 284;
const PREDICTOR = 317;
const EXTRA_SAMPLES = 338;
const SAMPLE_FORMAT = 339;

const LZW = 5;
const JPEG = 7;
const DEFLATE = [8, 32_946];
const DIFFERENCES = 2;
const ASSOCIATED_ALPHA = 1;

/** By PhotometricInterpretation: how many samples a pixel may have, and how many bits each. */
const READ: Record<number, { colours: string; samples: number[]; bits: number[] }> = {
  0: { colours: 'grey', samples: [1], bits: [1, 4, 8, 16] },
  1: { colours: 'grey', samples: [1], bits: [1, 2, 8, 16] },
  2: { colours: 'RGB', samples: [3, 4], bits: [8, 16] },
  3: { colours: 'palette', samples: [1], bits: [1, 2, 4, 8] },
};

/**
 * Throws for a TIFF that UTIF, jimp's decoder, would read without a word and get wrong: as white, in the colours of
 * another pixel, or through alpha that it takes for something else. What it gets right is what sharp reads the same.
 * @throws AppError `unsupported_image_format`
 */
export function requireReadLayout({ buffer, byteOffset, byteLength }: Buffer): void {
  const fault = faultOf(readFirstDirectory(new DataView(buffer, byteOffset, byteLength)));
  if (fault === undefined) return;
  throw new AppError(
    'unsupported_image_format',
    `expected a TIFF of plain grey, palette or RGB samples, received one ${fault}; send it as PNG, or ask for a ` +
      'server that decodes with sharp',
  );
}

function faultOf({ tags, valuesOf }: TiffDirectory): string | undefined {
  const compression = tags.get(COMPRESSION) ?? 1;
  const samples = tags.get(SAMPLES) ?? 1;
  const [bits = 1, ...otherBits] = valuesOf(BITS);
  if (otherBits.some((other) => other !== bits)) return 'whose samples are of several sizes';
  if (samples > 1 && tags.get(PLANAR) === 2) return 'whose colours lie in planes apart';
  if (tags.get(FILL_ORDER) === 2) return 'whose bits are in reverse order';
  if (tags.get(EXTRA_SAMPLES) === ASSOCIATED_ALPHA) return 'whose colours are multiplied by their alpha';
  if ((tags.get(SAMPLE_FORMAT) ?? 1) !== 1) return 'of signed samples';
  if (tags.get(PREDICTOR) === DIFFERENCES && !(bits >= 8 && [LZW, ...DEFLATE].includes(compression))) {
    return 'with a predictor that does not go with its compression and bits';
  }
  // Whatever colours the JPEG in it has, they come as RGB.
  return compression === JPEG ? undefined : samplesFault(tags.get(PHOTOMETRIC), samples, bits);
}

function samplesFault(photometric: number | undefined, samples: number, bits: number): string | undefined {
  const read = READ[photometric ?? -1];
  if (!read) return `of the photometric interpretation ${photometric ?? 'that is missing'}`;
  if (read.samples.includes(samples) && read.bits.includes(bits)) return undefined;
  return `of ${read.colours} with ${samples} x ${bits} bits a pixel`;
}
