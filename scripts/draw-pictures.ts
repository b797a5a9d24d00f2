/**
 * Draws the pictures of the documentation and of the tests: npx tsx scripts/draw-pictures.ts
 * Every run writes the same bytes (with the same versions of Node and sharp).
 */
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Bytes } from './pictures/bytes.js';
import { docsPictures } from './pictures/docs-pictures.js';
import { brokenPictures } from './pictures/invalid-broken.js';
import { foreignFiles } from './pictures/invalid-foreign.js';
import { hugePictures } from './pictures/invalid-huge.js';
import { manifestOf } from './pictures/manifest.js';
import { validBmp, validTiff } from './pictures/valid-bmp-tiff.js';
import { validJpeg } from './pictures/valid-jpeg.js';
import { validPng } from './pictures/valid-png.js';
import { validGif, validWebp } from './pictures/valid-webp-gif.js';

const root = fileURLToPath(new URL('..', import.meta.url));
const docs = join(root, 'docs/pictures');
const tests = join(root, 'test/pictures');
const manifestPath = join(tests, 'expected.json');

/** The source that puts the small frog into the OpenAPI document. */
function exampleSource(picture: Bytes): string {
  return (
    '/** docs/pictures/frog-small.jpg, drawn and written here by scripts/draw-pictures.ts. */\n' +
    `export const EXAMPLE_PICTURE =\n  '${Buffer.from(picture).toString('base64')}';\n`
  );
}

/** Writes the files of a folder and names those that were there already with the same bytes. */
async function write(folder: string, files: Iterable<readonly [string, Bytes]>): Promise<Set<string>> {
  const unchanged = new Set<string>();
  let count = 0;
  let total = 0;
  await mkdir(folder, { recursive: true });
  for (const [file, bytes] of files) {
    const former = await readFile(join(folder, file)).catch(() => undefined);
    if (former?.equals(bytes)) unchanged.add(file);
    else await writeFile(join(folder, file), bytes);
    count += 1;
    total += bytes.length;
  }
  console.log(`${relative(root, folder)}: ${String(count)} files, ${String(total)} bytes`);
  return unchanged;
}

const valid = [
  ...(await validJpeg()),
  ...validPng(),
  ...(await validWebp()),
  ...validGif(),
  ...validBmp(),
  ...(await validTiff()),
];
const invalid = [...brokenPictures(valid), ...hugePictures(valid), ...(await foreignFiles(valid))];

const documented = await docsPictures();
await write(docs, documented);
await writeFile(
  join(root, 'src/predict/example-picture.ts'),
  exampleSource(documented.get('frog-small.jpg')!),
);
const unchanged = await write(
  join(tests, 'valid'),
  valid.map(({ file, bytes }) => [file, bytes]),
);
await write(
  join(tests, 'invalid'),
  invalid.map(({ file, bytes }) => [file, bytes]),
);
const former = await readFile(manifestPath, 'utf8').catch(() => undefined);
await writeFile(manifestPath, manifestOf(valid, invalid, unchanged, former));
