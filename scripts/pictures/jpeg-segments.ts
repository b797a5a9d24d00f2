/**
 * Reads and changes the marker segments of a JPEG file in front of its first scan.
 * Source: ITU-T T.81, annex B; Exif 2.32 (CIPA DC-008) for the block in APP1.
 */
import { be16, be32, concat, latin1, patched, u8, type Bytes } from './bytes.js';

interface Segment {
  marker: number;
  /** Where the marker starts. */
  start: number;
  end: number;
}

const startOfScan = 0xda;

function headerSegments(jpeg: Bytes): Segment[] {
  const segments: Segment[] = [];
  let at = 2;
  while (jpeg[at] === 0xff && jpeg[at + 1] !== startOfScan) {
    const length = ((jpeg[at + 2] ?? 0) << 8) | (jpeg[at + 3] ?? 0);
    segments.push({ marker: jpeg[at + 1] ?? 0, start: at, end: at + 2 + length });
    at += 2 + length;
  }
  return segments;
}

/** Takes out the segments with the given marker: 0xe2 is APP2, where ICC profiles live. */
export function withoutSegments(jpeg: Bytes, marker: number): Bytes {
  const segments = headerSegments(jpeg);
  const kept = segments.filter((segment) => segment.marker !== marker);
  const scan = segments.at(-1)?.end ?? 2;
  return concat(
    jpeg.subarray(0, 2),
    ...kept.map(({ start, end }) => jpeg.subarray(start, end)),
    jpeg.subarray(scan),
  );
}

/** An EXIF block whose only entry is Orientation (tag 0x0112, a short), in big-endian order. */
export function exifWithOrientation(orientation: number): Bytes {
  return concat(
    latin1('MM'),
    be16(42),
    be32(8),
    be16(1),
    be16(0x0112, 3),
    be32(1),
    be16(orientation, 0),
    be32(0),
  );
}

export function withOrientation(jpeg: Bytes, orientation: number): Bytes {
  const data = concat(latin1('Exif\0\0'), exifWithOrientation(orientation));
  return concat(jpeg.subarray(0, 2), u8(0xff, 0xe1), be16(data.length + 2), data, jpeg.subarray(2));
}

/** Where the frame header (SOF0 to SOF2) starts. */
export function frameHeaderAt(jpeg: Bytes): number {
  const frame = headerSegments(jpeg).find(({ marker }) => marker >= 0xc0 && marker <= 0xc2);
  if (!frame) throw new Error('The JPEG file has no frame header.');
  return frame.start;
}

/** Where the first scan starts. */
export function scanAt(jpeg: Bytes): number {
  return headerSegments(jpeg).at(-1)?.end ?? 2;
}

/** The same file with another size in its frame header: marker, length, precision, then height and width. */
export function withSize(jpeg: Bytes, width: number, height: number): Bytes {
  return patched(jpeg, frameHeaderAt(jpeg) + 5, be16(height, width));
}
