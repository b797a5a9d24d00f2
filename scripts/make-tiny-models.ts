/**
 * Writes the models of the tests, test/models: npx tsx scripts/make-tiny-models.ts
 * Every run writes the same bytes. Then onnxruntime-node has to give the answers that were worked out by hand.
 */
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';
import { format } from 'prettier';
import { ANSWERS } from './models/answers.js';
import { BROKEN_MODELS } from './models/broken-models.js';
import { checkAnswers } from './models/check-answers.js';
import { GOOD_MODELS } from './models/good-models.js';
import { manifestOf, type ModelFolder } from './models/model-folder.js';

const root = fileURLToPath(new URL('../test/models', import.meta.url));
let total = 0;

async function write(path: string, bytes: Uint8Array): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, bytes);
  total += bytes.length;
}

async function json(value: object): Promise<Buffer> {
  return Buffer.from(await format(JSON.stringify(value), { parser: 'json', printWidth: 110 }));
}

/** The files as bytes; an empty manifest.json is filled in for all the others. */
async function bytesOf(folder: ModelFolder): Promise<Map<string, Uint8Array>> {
  const files = new Map<string, Uint8Array>();
  const { 'manifest.json': manifest, ...others } = folder;
  for (const [path, content] of Object.entries(others)) {
    if (content instanceof Uint8Array) files.set(path, content);
    else files.set(path, typeof content === 'string' ? Buffer.from(content) : await json(content));
  }
  if (manifest) {
    const isFilled = Object.keys(manifest).length > 0;
    files.set('manifest.json', await json(isFilled ? (manifest as object) : manifestOf(files)));
  }
  return files;
}

async function writeFolder(path: string, folder: ModelFolder): Promise<void> {
  for (const [file, bytes] of await bytesOf(folder)) await write(normalize(join(path, file)), bytes);
}

for (const [name, folder] of Object.entries(GOOD_MODELS)) await writeFolder(join(root, name), folder);
for (const [name, { files }] of Object.entries(BROKEN_MODELS)) {
  await writeFolder(join(root, 'broken', name), files);
}
const errors = Object.fromEntries(Object.entries(BROKEN_MODELS).map(([name, { error }]) => [name, error]));
await write(join(root, 'broken/expected.json'), await json(errors));
await write(join(root, 'answers.json'), await json(ANSWERS));
console.log(
  `test/models: ${Object.keys(GOOD_MODELS).length} good models, ${Object.keys(BROKEN_MODELS).length} broken ones, ` +
    `${total} bytes`,
);
for (const line of await checkAnswers(root, ANSWERS)) console.log(line);
