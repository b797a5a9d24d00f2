import { open } from 'node:fs/promises';
import { AppError } from '../errors.js';

/** As much as the server can be set to take. Beyond it a file is no picture, or a device that never ends. */
const MAX_BYTES = 256 * 1024 * 1024;

/**
 * The bytes of a file, a pipe or a device.
 * @throws AppError `payload_too_large`; errors of the file system as they are
 */
export async function readPicture(file: string): Promise<Uint8Array> {
  const handle = await open(file);
  try {
    const stats = await handle.stat();
    if (!stats.isFile()) return await readStream(handle.createReadStream({ autoClose: false }));
    if (stats.size > MAX_BYTES) throw tooLarge();
    return await handle.readFile();
  } finally {
    await handle.close();
  }
}

/** Everything up to the end of a stream; throws as readPicture does. */
export async function readStream(
  stream: AsyncIterable<Uint8Array>,
  maxBytes = MAX_BYTES,
): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of stream) {
    length += chunk.length;
    if (length > maxBytes) throw tooLarge(maxBytes);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks, length);
}

function tooLarge(maxBytes = MAX_BYTES): AppError {
  return new AppError(
    'payload_too_large',
    `expected at most ${maxBytes} bytes, received more; send a picture`,
  );
}
