import { constants } from 'node:fs';
import { lstat, open, readFile, rename, rm, writeFile } from 'node:fs/promises';
import type { Hash } from 'node:crypto';
import { hashFile } from './checksum.js';
import { explainDiskError } from './pull-error.js';

/** What the bytes of a part belong to. */
export interface PartState {
  /** A strong ETag of the server that sent them. */
  etag?: string | undefined;
  /** The digest that the whole file has to have. */
  digest?: string | undefined;
}

/**
 * A file that is not complete yet: its bytes in `<file>.part`, what they belong to in `<file>.part.json`.
 * Both survive a killed process. The state is written when the part is empty, so bytes never stand with the state of
 * another version; a part without a readable state is begun anew.
 */
export class PartFile {
  readonly path: string;
  readonly #statePath: string;

  constructor(readonly file: string) {
    this.path = `${file}.part`;
    this.#statePath = `${file}.part.json`;
  }

  /** The bytes that are there and what they belong to; none where there is nothing to go on with. */
  async read(): Promise<PartState & { bytes: number }> {
    // A pull that was killed while it gave the files their names left complete files; they count like parts.
    await rename(this.file, this.path).catch(() => undefined);
    try {
      const found = await lstat(this.path);
      if (!found.isFile()) return { bytes: 0 };
      const { etag, digest } = JSON.parse(await readFile(this.#statePath, 'utf8')) as Record<string, unknown>;
      return {
        bytes: found.size,
        etag: typeof etag === 'string' ? etag : undefined,
        digest: typeof digest === 'string' ? digest : undefined,
      };
    } catch {
      return { bytes: 0 };
    }
  }

  /** Throws away what is there and notes what the next bytes belong to. */
  async restart(state: PartState): Promise<void> {
    try {
      await this.discard();
      await writeFile(this.#statePath, JSON.stringify(state), { flag: 'wx' });
    } catch (error) {
      throw explainDiskError(error, this.#statePath);
    }
  }

  /** Writes chunks to the end as they come. `onChunk` sees each before it is written and may refuse it by throwing. */
  async append(chunks: AsyncIterable<Buffer>, onChunk: (chunk: Buffer) => void): Promise<void> {
    const { O_APPEND, O_CREAT, O_NOFOLLOW, O_WRONLY } = constants;
    try {
      const handle = await open(this.path, O_WRONLY | O_CREAT | O_APPEND | O_NOFOLLOW, 0o644);
      try {
        for await (const chunk of chunks) {
          onChunk(chunk);
          await handle.appendFile(chunk);
        }
        await handle.sync();
      } finally {
        await handle.close();
      }
    } catch (error) {
      throw explainDiskError(error, this.path);
    }
  }

  hash(hash: Hash): Promise<Hash> {
    return hashFile(this.path, hash);
  }

  /** Gives the complete file its name. The state stays until `forget`, so that a kill in between costs nothing. */
  async finish(): Promise<void> {
    await rename(this.path, this.file);
  }

  async forget(): Promise<void> {
    await rm(this.#statePath, { force: true });
  }

  async discard(): Promise<void> {
    await rm(this.path, { force: true });
    await rm(this.#statePath, { force: true });
  }
}
