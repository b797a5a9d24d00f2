import { orientationIn } from './exif.js';
import { HeaderError, type HeaderFields } from './header-fields.js';
import { readFirstDirectory } from './tiff-directory.js';

const WIDTH_TAG = 256;
const HEIGHT_TAG = 257;
const PHOTOMETRIC_TAG = 262;
const SAMPLES_TAG = 277;
const SAMPLE_FORMAT_TAG = 339;
const SEPARATED = 5; // CMYK
const CIELAB = [8, 9, 10];
const FLOATING_POINT = 3;
const TILE_SIZE_TAGS = [322, 323];
/** Tiles are 256 or 512 pixels wide as a rule; a decoder makes room for whole ones, however small the picture. */
const LARGEST_TILE = 4096;
/** Where the strips or tiles lie, and how long each is. */
const DATA_TAGS = [
  { offsets: 273, lengths: 279 },
  { offsets: 324, lengths: 325 },
];

/**
 * Reads the first directory of a TIFF 6.0 file: size, orientation, colours, and how far its strips or tiles reach.
 * @throws HeaderError without a size, for tiles of a side that is none, and as readFirstDirectory() does
 * @throws RangeError where the file ends before what it has to say
 */
export function readTiffHeader(bytes: DataView): HeaderFields {
  const { tags, valuesOf } = readFirstDirectory(bytes);
  const width = tags.get(WIDTH_TAG);
  const height = tags.get(HEIGHT_TAG);
  if (width === undefined || height === undefined) {
    throw new HeaderError('its first directory has no ImageWidth or ImageLength');
  }
  for (const tag of TILE_SIZE_TAGS) {
    const size = tags.get(tag);
    if (size !== undefined && (size < 1 || size > LARGEST_TILE)) {
      throw new HeaderError(`its tiles have a side of ${size} pixels, expected 1 to ${LARGEST_TILE}`);
    }
  }
  // Some decoders fill what is missing with black, so that only the length shows a file that was cut off.
  let bytesNeeded = 0;
  for (const { offsets, lengths } of DATA_TAGS) {
    const lengthOf = valuesOf(lengths);
    for (const [i, offset] of valuesOf(offsets).entries()) {
      bytesNeeded = Math.max(bytesNeeded, offset + (lengthOf[i] ?? 0));
    }
  }
  const photometric = tags.get(PHOTOMETRIC_TAG);
  return {
    width,
    height,
    orientation: orientationIn({ tags }),
    bytesNeeded,
    cmyk: photometric === SEPARATED,
    isGreyAlpha: tags.get(SAMPLES_TAG) === 2,
    ...unsupported(photometric, valuesOf(SAMPLE_FORMAT_TAG)[0]),
  };
}

/** Decoders disagree about these, so that an answer would depend on which of them is at work. */
function unsupported(photometric = 0, sampleFormat = 1): { unsupported?: string } {
  if (CIELAB.includes(photometric)) return { unsupported: 'of CIELab colours' };
  if (photometric > 6) return { unsupported: `of the photometric interpretation ${photometric}` };
  if (sampleFormat >= FLOATING_POINT) return { unsupported: 'of floating point samples' };
  return {};
}
