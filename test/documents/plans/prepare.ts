import { cpSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { ROOT } from '../../support/server-process.js';
import { imagenetFiles } from '../running/imagenet-model.js';
import type { Session } from '../running/session.js';

/** Writes files into the checkout. */
export function write(session: Session, files: Record<string, string | Uint8Array>): void {
  for (const [path, content] of Object.entries(files)) {
    const file = join(session.checkout, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, content);
  }
}

/** A folder with a model of the classes of ImageNet. */
export function imagenetModel(session: Session, folder: string): void {
  const files = Object.entries(imagenetFiles());
  write(session, Object.fromEntries(files.map(([path, bytes]) => [`${folder}/${path}`, bytes])));
}

/** A folder with the pictures of the documents, as whoever reads has photos. */
export function photos(session: Session, folder: string): void {
  cpSync(join(ROOT, 'docs/pictures'), join(session.checkout, folder), { recursive: true });
}
