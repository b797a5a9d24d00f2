import { createHash } from 'node:crypto';
import { lstat, mkdir, readdir, rename, rm, rmdir, writeFile } from 'node:fs/promises';
import { dirname, join, relative, sep } from 'node:path';
import { MANIFEST, type Manifest } from './manifest.js';
import { takeLock } from './pull-lock.js';
import { explainDiskError, PullError } from './pull-error.js';

/**
 * Where a model is put together before it gets its place: `<models>/.pull-<name>-<hash>/`, beside the place, so that
 * one rename moves it. The hash is of the source, so what is left of another model or commit is not mixed in.
 */
export class StagingFolder {
  readonly path: string;
  readonly target: string;
  readonly #lock: string;
  /** Where the folder that --force replaces stands for the moment between the two renames. */
  readonly #replaced: string;

  private constructor(
    private readonly models: string,
    private readonly name: string,
    identity: string,
  ) {
    const hash = createHash('sha256').update(identity).digest('hex').slice(0, 12);
    this.path = join(models, `.pull-${name}-${hash}`);
    this.target = join(models, name);
    this.#lock = join(models, `.pull-${name}.lock`);
    this.#replaced = join(models, `.pull-${name}.old`);
  }

  /**
   * Makes the folder, or finds the one of an earlier pull, and keeps other processes from pulling the same name.
   * @throws {PullError} if another process pulls it, or the folder cannot be made
   */
  static async open(models: string, name: string, identity: string): Promise<StagingFolder> {
    const folder = new StagingFolder(models, name, identity);
    try {
      await mkdir(models, { recursive: true });
      await takeLock(folder.#lock, name);
    } catch (error) {
      throw explainDiskError(error, models);
    }
    try {
      await folder.#restoreReplaced();
      await makeRealFolder(folder.path);
    } catch (error) {
      await folder.release();
      throw explainDiskError(error, folder.path);
    }
    return folder;
  }

  /** @throws {PullError} if there is a folder of that name and it may not be replaced */
  static async refuseExisting(models: string, name: string, force: boolean): Promise<void> {
    if (force || !(await exists(join(models, name)))) return;
    throw new PullError(
      `${join(models, name)} exists: expected a new name; replace it with --force, or choose another with --name`,
    );
  }

  /** The place of a file; its folders are made, and are real ones: a link could lead out of the models folder. */
  async fileAt(path: string): Promise<string> {
    const file = join(this.path, path);
    try {
      if (dirname(file) !== this.path) await makeRealFolder(dirname(file));
    } catch (error) {
      throw explainDiskError(error, dirname(file));
    }
    return file;
  }

  /** Writes the manifest and removes what it does not name: parts of files that the source no longer has. */
  async writeManifest(manifest: Manifest): Promise<void> {
    try {
      for (const entry of await readdir(this.path, { recursive: true, withFileTypes: true })) {
        const file = join(entry.parentPath, entry.name);
        const path = relative(this.path, file).split(sep).join('/');
        if (!entry.isDirectory() && !Object.hasOwn(manifest.files, path)) await rm(file);
      }
      await writeFile(join(this.path, MANIFEST), `${JSON.stringify(manifest, undefined, 2)}\n`, {
        flag: 'wx',
      });
    } catch (error) {
      throw explainDiskError(error, join(this.path, MANIFEST));
    }
  }

  /**
   * Moves the folder to its place, as the last step. Node cannot exchange two folders in one step, so --force takes
   * two renames; a process killed between them leaves the old folder aside, and the next pull puts it back.
   */
  async publish(force: boolean): Promise<void> {
    await StagingFolder.refuseExisting(this.models, this.name, force);
    try {
      const replaces = await exists(this.target);
      if (replaces) await rename(this.target, this.#replaced);
      try {
        await rename(this.path, this.target);
      } catch (error) {
        if (replaces) await rename(this.#replaced, this.target);
        throw error;
      }
      await rm(this.#replaced, { recursive: true, force: true });
    } catch (error) {
      throw explainDiskError(error, this.target);
    }
  }

  /** Lets others pull. What was downloaded stays for the next pull; folders without a file do not. */
  async release(): Promise<void> {
    await rmdir(join(this.path, 'onnx')).catch(() => undefined);
    await rmdir(this.path).catch(() => undefined);
    await rm(this.#lock, { force: true });
  }

  async #restoreReplaced(): Promise<void> {
    if (!(await exists(this.#replaced))) return;
    if (await exists(this.target)) await rm(this.#replaced, { recursive: true, force: true });
    else await rename(this.#replaced, this.target);
  }
}

async function makeRealFolder(path: string): Promise<void> {
  await mkdir(path, { recursive: true });
  if ((await lstat(path)).isDirectory()) return;
  throw new PullError(`${path}: expected a folder, found a symbolic link or a file; remove it`);
}

async function exists(path: string): Promise<boolean> {
  return lstat(path).then(
    () => true,
    () => false,
  );
}
