import type { InvalidPicture, ValidPicture } from './corpus.js';

/** What Pillow makes of a valid picture; pillow_reference.py fills it in. */
interface Reference {
  mean?: readonly number[];
  sha256?: string;
  note?: string;
}

interface Manifest {
  about: string;
  valid: Record<string, Reference>;
}

const about =
  'Made by scripts/draw-pictures.ts; "mean" and "sha256" by scripts/pictures/pillow_reference.py with Pillow: the ' +
  '224 x 224 RGB bytes after EXIF orientation, 16 bits >> 8, flattening on white, and bicubic resizing.';

/**
 * The contents of expected.json. Pillow's results of pictures that did not change are taken over from the
 * former manifest, so that drawing again needs no Python and yields the same file.
 */
export function manifestOf(
  valid: readonly ValidPicture[],
  invalid: readonly InvalidPicture[],
  unchanged: ReadonlySet<string>,
  former: string | undefined,
): string {
  const known = former === undefined ? {} : (JSON.parse(former) as Manifest).valid;
  const manifest = {
    about,
    valid: Object.fromEntries(
      valid.map(({ file, format, width, height, note }) => {
        const { mean, sha256, note: formerNote } = (unchanged.has(file) ? known[file] : undefined) ?? {};
        // The Python script may have said in the note how it decoded the picture.
        const fullNote = formerNote?.startsWith(`${note}; `) ? formerNote : note;
        return [
          file,
          { format, width, height, note: fullNote, ...(mean && { mean }), ...(sha256 && { sha256 }) },
        ];
      }),
    ),
    invalid: Object.fromEntries(
      invalid.map(({ file, code, looksLike, note }) => {
        return [file, { code, ...(looksLike !== undefined && { looks_like: looksLike }), note }];
      }),
    ),
  };
  // Means stay on one line, as json.dumps of the Python script cannot be told to do; it uses the same rule.
  return (
    JSON.stringify(manifest, null, 2).replace(/\[\s+([\d.,\s]+?)\s+\]/g, (_, list: string) => {
      return `[${list.replace(/\s+/g, ' ')}]`;
    }) + '\n'
  );
}
