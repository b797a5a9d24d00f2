import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { imageHeader } from './decode.js';

/** A file, and what the Python pipeline makes of it: 224 x 224 RGB bytes. */
export interface ReferencePicture {
  readonly path: string;
  readonly reference: Uint8Array;
}

const REFERENCE_BYTES = 224 * 224 * 3;
const LARGE_ENOUGH = 200;

/** Python with Pillow and NumPy. */
const PYTHON = process.env.PYTHON ?? '/usr/bin/python3';

function python(script: string, argument: string, input: unknown): unknown {
  const answer = execFileSync(PYTHON, [fileURLToPath(new URL(script, import.meta.url)), argument], {
    input: JSON.stringify(input),
    encoding: 'utf8',
    maxBuffer: 1e8,
  });
  return JSON.parse(answer);
}

/** The pictures directly in the folders. */
export function picturesIn(folders: readonly string[]): string[] {
  return folders.flatMap((folder) =>
    readdirSync(folder)
      .filter((name) => /\.(jpe?g|png|webp|gif|bmp|tiff?)$/i.test(name))
      .sort()
      .map((name) => join(folder, name)),
  );
}

/** Writes variants of all pictures that are large enough to be called photos; those named alike stay apart. */
export function variantsOf(paths: readonly string[], temporaryFolder: string): string[] {
  const photos = paths.filter((path) => {
    const { width, height } = imageHeader(readFileSync(path));
    return Math.min(width, height) >= LARGE_ENOUGH;
  });
  console.error(`Deriving variants of ${photos.map((path) => basename(path)).join(', ')}`);
  return python('variants.py', temporaryFolder, photos) as string[];
}

/** Lets Pillow read them all. */
export function referencesOf(paths: readonly string[], temporaryFolder: string): ReferencePicture[] {
  const file = join(temporaryFolder, 'reference.rgb');
  const index = python('reference.py', file, paths) as { path: string; offset: number }[];
  const bytes = readFileSync(file);
  return index.map(({ path, offset }) => ({
    path,
    reference: bytes.subarray(offset, offset + REFERENCE_BYTES),
  }));
}
