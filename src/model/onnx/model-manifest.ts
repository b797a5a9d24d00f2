import { realpath, stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import { ModelError } from '../model-error.js';
import { abridge, type JsonFields } from './json-fields.js';
import { isInside, readJson, sha256 } from './model-file.js';

/**
 * Compares every file that manifest.json gives a checksum of.
 * @param isLeftOut whether a file is of no matter
 */
export async function checkManifest(
  root: string,
  { isLeftOut = () => false }: { isLeftOut?: (name: string) => boolean } = {},
): Promise<void> {
  const manifest = await readJson(root, 'manifest.json');
  if (manifest?.raw('files') === undefined) return;
  const files = manifest.nested('files');
  for (const name of files.names) {
    if (isLeftOut(name)) continue;
    const { sha256: expected, bytes } = readEntry(files, name);
    const path = await realpath(resolve(root, name)).catch(() => undefined);
    if (path === undefined || !isInside(root, path)) {
      throw new ModelError(
        `manifest.json: expected the file ${abridge(name)} inside the model folder, found none`,
      );
    }
    const { size } = await stat(path);
    if (bytes !== undefined && size !== bytes) {
      throw new ModelError(`${name}: expected the ${bytes} bytes of manifest.json, found ${size} bytes`);
    }
    if (expected === undefined) continue;
    const actual = await sha256(path, name);
    if (actual !== expected.toLowerCase()) {
      throw new ModelError(
        `${name}: expected the sha256 ${abridge(expected)} of manifest.json, found ${actual}`,
      );
    }
  }
}

function readEntry(
  files: JsonFields,
  name: string,
): { sha256: string | undefined; bytes: number | undefined } {
  const entry = files.nested(name);
  const [sha256, bytes] = [entry.raw('sha256'), entry.raw('bytes')];
  if (sha256 !== undefined && typeof sha256 !== 'string')
    throw entry.wrong('sha256', 'a checksum in hexadecimal digits');
  if (bytes !== undefined && typeof bytes !== 'number') throw entry.wrong('bytes', 'a number');
  return { sha256, bytes };
}
