import type { Bytes } from '../pictures/bytes.js';
import type { ProblemCode } from '../pictures/corpus.js';

/** What a file attacks; docs/hostile-pictures.md has a line for each. */
export type Kind =
  | 'bomb'
  | 'size'
  | 'truncated'
  | 'bit-flip'
  | 'checksum'
  | 'polyglot'
  | 'metadata'
  | 'frames'
  | 'scans'
  | 'reference'
  | 'jpeg'
  | 'png'
  | 'gif'
  | 'webp'
  | 'bmp'
  | 'tiff';

/** `ok`: it is classified, because the picture in it is sound. Otherwise the code of the problem. */
export type Answer = 'ok' | Exclude<ProblemCode, 'image_empty'>;

/** A file made to hurt a server, and what may be answered. */
export interface HostileFile {
  file: string;
  kind: Kind;
  /** What it is. */
  about: string;
  /** More than one where decoders may rightly differ. */
  answers: readonly [Answer, ...Answer[]];
  /** Why it is answered so, where that is not plain. */
  note?: string;
  /** Too long for the repository: made anew whenever it is needed. */
  isLong?: true;
  make: () => Bytes;
}

/** One file in a line; `long` marks one that is too long for the repository. */
export type Row = readonly [
  file: string,
  about: string,
  answers: readonly [Answer, ...Answer[]],
  make: () => Bytes,
  more?: { note?: string; isLong?: true },
];

export function filesOf(kind: Kind, rows: readonly Row[]): HostileFile[] {
  return rows.map(([file, about, answers, make, more]) => ({ file, kind, about, answers, ...more, make }));
}
