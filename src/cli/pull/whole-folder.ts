import { createHash } from 'node:crypto';
import { lstat, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { hashFile } from './checksum.js';
import { MANIFEST, parseManifest, type Manifest } from './manifest.js';

/** What a folder has to be: the source as the manifest names it, and what was asked for. */
export interface Wanted {
  source: string;
  /** Of the Hub only. */
  revision: string | undefined;
  onnxFile: string | undefined;
}

/**
 * The manifest of a folder that holds this model, whole: pulled from the same source at the same revision, and every file
 * with the size and the sha256 of its manifest. Undefined for anything else, a missing folder included. Nobody is asked
 * whether a branch has moved since; a commit never does.
 */
export async function readWholeFolder(folder: string, wanted: Wanted): Promise<Manifest | undefined> {
  try {
    const manifest = JSON.parse(await readFile(join(folder, MANIFEST), 'utf8')) as Manifest;
    const revisions = [manifest.revision, manifest.commit];
    if (manifest.source !== wanted.source || manifest.onnx_file !== wanted.onnxFile) return undefined;
    if (!revisions.includes(wanted.revision)) return undefined;
    const files = parseManifest(manifest, folder);
    if (files.length === 0) return undefined;
    for (const { path, bytes, sha256 } of files) {
      const file = join(folder, path);
      const found = await lstat(file);
      if (!found.isFile() || found.size !== bytes) return undefined;
      if ((await hashFile(file, createHash('sha256'))).digest('hex') !== sha256) return undefined;
    }
    return manifest;
  } catch {
    // Whatever cannot be read is not whole, and is pulled anew.
    return undefined;
  }
}
