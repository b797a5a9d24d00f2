import type { BigIntStats, Dirent } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { problemOf, type Problem } from '../problem.js';

/** What to look at: a file, the standard input, or a place that could not be looked at. */
export interface PicturePath {
  file: string;
  isStdin?: boolean;
  problem?: Problem;
}

export const PICTURE_EXTENSIONS = ['.jpg', '.jpeg', '.png', '.webp', '.gif', '.bmp', '.tif', '.tiff'];

const isPictureName = (name: string) => PICTURE_EXTENSIONS.includes(extname(name).toLowerCase());

interface Options {
  /** Whether folders within folders are looked into. */
  recursive: boolean;
}

/**
 * The pictures of the paths that somebody named: a file whatever its name, of a folder those with the extension of
 * a picture, in the order of their names. Hidden files, and what is neither file nor folder, are left out there.
 * Holds no more in memory than the names of the folders on the way.
 */
export async function* picturePaths(
  named: AsyncIterable<string> | Iterable<string>,
  { recursive }: Options,
): AsyncGenerator<PicturePath, void> {
  for await (const path of named) {
    let stats: BigIntStats;
    try {
      stats = await stat(path, { bigint: true });
    } catch (error) {
      yield { file: path, problem: problemOf(error) };
      continue;
    }
    if (stats.isDirectory()) yield* inFolder(path, new Set([identity(stats)]), recursive);
    else yield { file: path };
  }
}

/** @param seen the folders entered so far, so that links in a circle end, and no folder is shown twice */
async function* inFolder(
  folder: string,
  seen: Set<string>,
  recursive: boolean,
): AsyncGenerator<PicturePath, void> {
  let entries: Dirent[];
  try {
    entries = await readdir(folder, { withFileTypes: true });
  } catch (error) {
    yield { file: folder, problem: problemOf(error) };
    return;
  }
  // By code units, which is the same order on every machine.
  entries.sort((a, b) => (a.name < b.name ? -1 : 1));
  for (const entry of entries) {
    if (entry.name.startsWith('.')) continue;
    const path = join(folder, entry.name);
    if (entry.isFile()) {
      if (isPictureName(entry.name)) yield { file: path };
      continue;
    }
    if (!entry.isDirectory() && !entry.isSymbolicLink()) continue;
    const stats = await stat(path, { bigint: true }).catch(() => undefined);
    if (stats?.isDirectory()) {
      if (!recursive || seen.has(identity(stats))) continue;
      seen.add(identity(stats));
      yield* inFolder(path, seen, recursive);
    } else if (isPictureName(entry.name) && (stats === undefined || stats.isFile())) {
      // A link that leads nowhere is told of when it is read.
      yield { file: path };
    }
  }
}

function identity({ dev, ino }: BigIntStats): string {
  return `${dev}:${ino}`;
}
