import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { UsageError } from '../cli-error.js';
import { expectFile } from '../expect-file.js';
import { picturePaths, type PicturePath } from './picture-paths.js';

export interface Inputs {
  paths: string[];
  /** A file with one path a line, or - for the standard input. */
  filesFrom?: string;
  recursive: boolean;
}

const STDIN = '-';

/** @throws UsageError where nothing is named, the standard input twice, or a list that is not there */
export async function checkInputs({ paths, filesFrom }: Inputs): Promise<void> {
  if (paths.length === 0 && filesFrom === undefined) {
    throw new UsageError('expected a file, a folder or - for the standard input');
  }
  if ([...paths, filesFrom].filter((path) => path === STDIN).length > 1) {
    throw new UsageError('the standard input can be read once only; name - once');
  }
  if (filesFrom !== undefined && filesFrom !== STDIN) await expectFile('--files-from', filesFrom);
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
  if (filesFrom !== undefined) yield* picturePaths(linesOf(filesFrom), { recursive });
}

/** How many there are; undefined where that cannot be known beforehand. */
export async function countPictures(inputs: Inputs): Promise<number | undefined> {
  if (inputs.filesFrom === STDIN) return undefined;
  let count = 0;
  for await (const picture of inputPictures(inputs)) count += Number(picture.file !== '');
  return count;
}

async function* linesOf(filesFrom: string): AsyncGenerator<string, void> {
  const stream = filesFrom === STDIN ? process.stdin : createReadStream(filesFrom);
  for await (const line of createInterface({ input: stream, crlfDelay: Infinity }))
    if (line !== '') yield line;
}
