import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { UsageError } from '../../../src/cli/cli-error.js';
import { PullError } from '../../../src/cli/pull/pull-error.js';
import { pullModel, type PulledModel, type PullOptions } from '../../../src/cli/pull/pull-model.js';
import type { PullReporter } from '../../../src/cli/pull/pull-progress.js';
import type { Clock } from '../../../src/cli/pull/retry.js';
import type { Taken } from './misbehaviour.js';

/** One pull into a folder of its own, without waiting: what was told and slept is kept. */
export class PullRun {
  readonly told: string[] = [];
  readonly slept: number[] = [];
  ended = 0;
  #taken = 0;
  readonly #waiting = new Set<() => void>();
  readonly report: PullReporter = {
    fileStarted: (path, bytes, present) => {
      this.told.push(`start ${path} ${present}/${bytes ?? '?'}`);
      this.#taken = present;
    },
    received: (_path, bytes) => {
      this.#taken = bytes;
      for (const waiting of this.#waiting) waiting();
    },
    fileFinished: (path, bytes) => this.told.push(`done ${path} ${bytes}`),
    retrying: (path, reason) => this.told.push(`retry ${path}: ${reason}`),
    note: (line) => this.told.push(`note ${line}`),
    end: () => this.ended++,
  };

  readonly clock: Clock = {
    now: () => Date.parse('2026-01-02T03:04:05Z'),
    random: () => 1,
    sleep: (ms) => {
      this.slept.push(ms);
      return Promise.resolve();
    },
  };

  constructor(readonly models = mkdtempSync(join(tmpdir(), 'tetrapod-pull-'))) {}

  pull(model: string, options: Partial<PullOptions> = {}): Promise<PulledModel> {
    return pullModel(
      {
        model,
        into: this.models,
        allowHttp: true,
        stallMs: 5000,
        policy: { attempts: 4, baseMs: 100, maxMs: 1000, longestWaitMs: 60_000, unreachedMs: 5000 },
        clock: this.clock,
        ...options,
      },
      this.report,
    );
  }

  /** The message of the `PullError` or `UsageError` that a pull ends with. */
  async refused(model: string, options: Partial<PullOptions> = {}): Promise<string> {
    try {
      await this.pull(model, options);
    } catch (error) {
      if (error instanceof PullError || error instanceof UsageError) return error.message;
      throw error;
    }
    throw new Error('the pull succeeded');
  }

  /** For a misbehaviour that ends a connection: waits until so many bytes of the file have been taken. */
  took(bytes: number): Taken {
    return () =>
      new Promise<void>((resolve) => {
        const look = () => {
          if (this.#taken < bytes) return;
          this.#waiting.delete(look);
          resolve();
        };
        this.#waiting.add(look);
        look();
      });
  }

  read(path: string): Buffer {
    return readFileSync(join(this.models, path));
  }

  /** All files below a folder, sorted. */
  ls(folder = '.'): string[] {
    return readdirSync(join(this.models, folder), { recursive: true, withFileTypes: true })
      .filter((entry) => !entry.isDirectory())
      .map((entry) => relative(join(this.models, folder), join(entry.parentPath, entry.name)))
      .sort();
  }

  /** The part of a file of the model `frogs`. */
  part(path: string): string | undefined {
    return this.ls().find((file) => file.startsWith('.pull-frogs-') && file.endsWith(`${path}.part`));
  }

  remove(): void {
    rmSync(this.models, { recursive: true, force: true });
  }
}
