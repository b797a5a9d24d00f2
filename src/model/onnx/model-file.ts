import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import { join, sep } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { ModelError } from '../model-error.js';
import { abridge, isObject, JsonFields } from './json-fields.js';

const LARGEST_JSON = 16 * 1024 * 1024;
/** A protobuf message ends at 2 GiB. */
const LARGEST_FILE = 2 ** 31 - 1;

/** @returns undefined where there is no such file */
export async function readJson(root: string, file: string): Promise<JsonFields | undefined> {
  const path = join(root, file);
  const found = await stat(path).catch((cause: unknown) => {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw unreadable(file, cause);
  });
  if (!found) return undefined;
  if (found.size > LARGEST_JSON) {
    throw new ModelError(`${file}: expected a file of at most ${LARGEST_JSON} bytes, found ${found.size}`);
  }
  const bytes = await readBytes(path, file);
  let value: unknown;
  try {
    value = JSON.parse(bytes.toString());
  } catch {
    throw new ModelError(`${file}: expected JSON, found ${found.size} bytes of something else`);
  }
  if (!isObject(value)) throw new ModelError(`${file}: expected a JSON object, found ${abridge(value)}`);
  return new JsonFields(file, value);
}

/** @throws ModelError for what is there but cannot be read */
export async function readBytes(path: string, file: string): Promise<Buffer> {
  const found = await stat(path);
  if (!found.isFile()) throw new ModelError(`${file}: expected a file, found a folder or a device`);
  if (found.size > LARGEST_FILE) {
    throw new ModelError(
      `${file}: expected at most ${LARGEST_FILE} bytes, found ${found.size}; keep the weights in a file of external data`,
    );
  }
  return readFile(path).catch((cause: unknown) => {
    throw unreadable(file, cause);
  });
}

/** Checksum in hexadecimal digits; taken from a stream, because external data may be larger than memory. */
export async function sha256(path: string, file: string): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(path), hash).catch((cause: unknown) => {
    throw unreadable(file, cause);
  });
  return hash.digest('hex');
}

function unreadable(file: string, cause: unknown): ModelError {
  const { code = 'an error' } = cause as NodeJS.ErrnoException;
  return new ModelError(`${file}: expected a file that this user may read, found ${code}`, { cause });
}

/** Whether a path lies below a folder; both are absolute. */
export function isInside(folder: string, path: string): boolean {
  return path.startsWith(folder + sep);
}
