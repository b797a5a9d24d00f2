import { PICTURE_EXTENSIONS, picturePaths } from '../classify/picture-paths.js';
import { problemOf } from '../problem.js';
import { readPicture } from '../read-picture.js';
import type { DrawnSize } from './drawn/drawn-sizes.js';

export interface Picture {
  name: string;
  bytes: Uint8Array;
}

/** All are held in memory, by two processes, and each is sent once before the load begins. */
const MAX_PICTURES = 100;
const MAX_BYTES = 200_000_000;
const DRAWN = 4;

interface Choice {
  paths: string[];
  draw: DrawnSize;
}

/**
 * The pictures to send: those that the paths name, or drawn ones.
 * @param tell called with what is left out
 * @throws Error where a path has no picture
 */
export async function choosePictures(
  { paths, draw }: Choice,
  tell: (text: string) => void,
): Promise<Picture[]> {
  if (paths.length === 0) {
    const { drawPictures } = await import('./drawn/draw-pictures.js').catch((error: unknown) => {
      throw new Error('sharp, which draws pictures, does not load here; name pictures of your own', {
        cause: error,
      });
    });
    return drawPictures(draw, DRAWN);
  }
  const pictures: Picture[] = [];
  let size = 0;
  for await (const { file, problem } of picturePaths(paths, { recursive: true })) {
    if (problem) throw new Error(`${file}: ${problem.detail}`);
    const bytes = await readPicture(file).catch((error: unknown) => {
      throw new Error(`${file}: ${problemOf(error).detail}`, { cause: error });
    });
    size += bytes.length;
    if (pictures.length === MAX_PICTURES || size > MAX_BYTES) {
      tell(
        `only the first ${pictures.length} pictures are sent, at most ${MAX_PICTURES} and ${MAX_BYTES / 1e6} MB`,
      );
      break;
    }
    pictures.push({ name: file, bytes });
  }
  if (pictures.length === 0) {
    throw new Error(
      `no picture found in ${paths.join(', ')}; of folders, files with these extensions are taken: ` +
        PICTURE_EXTENSIONS.join(' '),
    );
  }
  return pictures;
}
