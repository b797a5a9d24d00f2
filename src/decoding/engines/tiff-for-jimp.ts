import { AppError } from '../../errors.js';
import { placeOfFirstDirectory, readFirstDirectory } from '../header/tiff-directory.js';

const COMPRESSION = 259;
const JPEG_TABLES = 347;
const FAX = [2, 3, 4];

/**
 * What its decoder needs of a directory: size, bits, compression, colours, strips, samples, planes, predictor, palette,
 * tiles, extra samples, sample format, JPEG tables, subsampling.
 */
const NEEDED = [
  256, 257, 258, 259, 262, 266, 273, 277, 278, 279, 284, 317, 320, 322, 323, 324, 325, 338, 339, 347, 530,
];

/** SHORT and LONG, in which all of them are written but the tables, which are BYTE or UNDEFINED. */
const TYPES = [3, 4];
const TABLE_TYPES = [1, 7];
/** From here on no tag means anything to it. */
const FIRST_UNUSED = 62_000;

/**
 * A copy of a TIFF that jimp's decoder can be trusted with. It believes a compression that is no number of the usual type,
 * which the header does not tell of, and follows pages and directories within directories, in a circle if they lead there.
 * @throws Error for a file that is damaged
 * @throws AppError `unsupported_image_format` for fax codes, over which it sits for a time that grows with the square of
 * their length
 */
export function tiffForJimp(bytes: Uint8Array): Buffer {
  const copy = Buffer.from(bytes);
  const view = new DataView(copy.buffer, copy.byteOffset, copy.byteLength);
  const { tags, nextOffsetAt } = readFirstDirectory(view);
  const compression = tags.get(COMPRESSION) ?? 1;
  if (FAX.includes(compression)) {
    throw new AppError(
      'unsupported_image_format',
      `expected a TIFF without compression or with LZW, JPEG, Deflate or PackBits, received the compression ` +
        `${compression}; it needs sharp`,
    );
  }
  blankUnneeded(view);
  // It would decode all pages: there is none after the first.
  if (nextOffsetAt + 4 <= copy.length) copy.writeUInt32LE(0, nextOffsetAt);
  return copy;
}

/**
 * Makes a number that means nothing of every entry that is not needed.
 * @throws Error for a needed one of an odd type
 */
function blankUnneeded(view: DataView): void {
  const { littleEndian, entriesAt, end } = placeOfFirstDirectory(view);
  for (let entry = entriesAt; entry < end; entry += 12) {
    const tag = view.getUint16(entry, littleEndian);
    const type = view.getUint16(entry + 2, littleEndian);
    if (NEEDED.includes(tag)) {
      if (!(tag === JPEG_TABLES ? TABLE_TYPES : TYPES).includes(type)) {
        throw new Error(`its tag ${tag} is of the type ${type}`);
      }
    } else {
      // Each another number, because none may stand there twice.
      view.setUint16(entry, FIRST_UNUSED + (entry - entriesAt) / 12, littleEndian);
      view.setUint16(entry + 2, 3, littleEndian);
      view.setUint32(entry + 4, 1, littleEndian);
    }
  }
}
