import { once } from 'node:events';
import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { UsageError } from '../cli-error.js';
import { problemOf } from '../problem.js';
import { picturePaths, type PicturePath } from './picture-paths.js';

export interface Inputs {
  paths: string[];
  /** A file with one path a line, or - for the standard input. */
  filesFrom?: string;
  recursive: boolean;
}

const STDIN = '-';

/** @throws UsageError where nothing is named, or the standard input twice */
export function checkInputs({ paths, filesFrom }: Inputs): void {
  if (paths.length === 0 && filesFrom === undefined) {
    throw new UsageError('expected a file, a folder or - for the standard input');
  }
  if ([...paths, filesFrom].filter((path) => path === STDIN).length > 1) {
    throw new UsageError('the standard input can be read once only; name - once');
  }
}

/** All pictures that the command line names, those of --files-from last. */
export async function* inputPictures({
  paths,
  filesFrom,
  recursive,
}: Inputs): AsyncGenerator<PicturePath, void> {
  for (const path of paths) {
    if (path === STDIN) yield { file: STDIN, isStdin: true };
    else yield* picturePaths([path], { recursive });
  }
  if (filesFrom !== undefined) yield* picturePaths(await linesOf(filesFrom), { recursive });
}

/** How many there are; undefined where that cannot be known beforehand. */
export async function countPictures(inputs: Inputs): Promise<number | undefined> {
  if (inputs.filesFrom === STDIN) return undefined;
  let count = 0;
  for await (const picture of inputPictures(inputs)) count += Number(picture.file !== '');
  return count;
}

async function linesOf(filesFrom: string): Promise<AsyncIterable<string>> {
  const stream = filesFrom === STDIN ? process.stdin : createReadStream(filesFrom);
  try {
    if (stream !== process.stdin) await once(stream, 'open');
  } catch (error) {
    throw new UsageError(`--files-from ${filesFrom}: ${problemOf(error).detail}`, { cause: error });
  }
  return nonEmptyLines(stream);
}

async function* nonEmptyLines(stream: NodeJS.ReadableStream): AsyncGenerator<string, void> {
  for await (const line of createInterface({ input: stream, crlfDelay: Infinity }))
    if (line !== '') yield line;
}
