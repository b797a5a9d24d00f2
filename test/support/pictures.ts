import { existsSync, readdirSync, readFileSync } from 'node:fs';
import type { ErrorCode } from '../../src/errors.js';

/** A picture that the server reads, and what Pillow makes of it at 224x224. */
export interface ValidPicture {
  name: string;
  bytes: Buffer;
  format: string;
  /** As it is stored, so before the EXIF orientation is applied. */
  width: number;
  height: number;
  /** Of each channel, from 0 to 255. */
  mean: number[];
  sha256: string;
}

/** A file that the server refuses, and with which problem. */
export interface InvalidPicture {
  name: string;
  bytes: Buffer;
  code: ErrorCode;
  /** What the message says that the file is; null for bytes that say nothing, undefined where it does not matter. */
  looksLike: string | null | undefined;
}

interface Expected {
  valid: Record<string, Omit<ValidPicture, 'name' | 'bytes'>>;
  invalid: Record<string, { code: ErrorCode; looks_like?: string | null }>;
}

const PICTURES = new URL('../pictures/', import.meta.url);

/** What expected.json says, under the names of the files. */
export const expected = readJson(new URL('expected.json', PICTURES)) as Expected;

/** The names of the files that are there. */
export const listing = {
  valid: readdirSync(new URL('valid/', PICTURES)),
  invalid: readdirSync(new URL('invalid/', PICTURES)),
};

export const validPictures: ValidPicture[] = listing.valid.map((name) => ({
  name,
  bytes: readFileSync(new URL(`valid/${name}`, PICTURES)),
  ...expected.valid[name]!,
}));

export const invalidPictures: InvalidPicture[] = listing.invalid.map((name) => {
  const { code, looks_like: looksLike } = expected.invalid[name]!;
  return { name, bytes: readFileSync(new URL(`invalid/${name}`, PICTURES)), code, looksLike };
});

export function validPicture(name: string): ValidPicture {
  return validPictures.find((picture) => picture.name === name)!;
}

/** A second, independent set of pictures, which lies beside the repository on some machines. */
const FURTHER = new URL('../../../shared/fixtures/', import.meta.url);

type Reference = Pick<ValidPicture, 'mean' | 'sha256'>;

interface FurtherExpected {
  valid: Record<
    string,
    {
      format: string;
      width: number;
      height: number;
      /** Pillow's plain conversion, and what it gives after turning, scaling 16 bits, or flattening on white. */
      pillow: Reference;
      oriented?: Reference;
      scaled?: Reference;
      flattened?: Reference;
    }
  >;
  invalid: Record<string, { error: keyof typeof CODES }>;
}

const CODES = {
  truncated: 'image_corrupt',
  corrupt: 'image_corrupt',
  'too-large': 'image_too_large',
  'unsupported-format': 'unsupported_image_format',
  'not-an-image': 'unsupported_image_format',
  empty: 'image_empty',
} as const;

/** Empty where the folder is not there. */
export const furtherPictures = existsSync(FURTHER) ? readFurther() : { valid: [], invalid: [] };

function readFurther(): { valid: ValidPicture[]; invalid: InvalidPicture[] } {
  const { valid, invalid } = readJson(new URL('expected.json', FURTHER)) as FurtherExpected;
  const read = (name: string) => ({ name: `further ${name}`, bytes: readFileSync(new URL(name, FURTHER)) });
  return {
    valid: Object.entries(valid).map(([name, { format, width, height, ...references }]) => {
      const { pillow, oriented, scaled, flattened } = references;
      const { mean, sha256 } = flattened ?? oriented ?? scaled ?? pillow;
      return { ...read(name), format: format.toLowerCase(), width, height, mean, sha256 };
    }),
    invalid: Object.entries(invalid).map(([name, { error }]) => ({
      ...read(name),
      code: CODES[error],
      looksLike: undefined,
    })),
  };
}

function readJson(file: URL): unknown {
  return JSON.parse(readFileSync(file, 'utf8'));
}
