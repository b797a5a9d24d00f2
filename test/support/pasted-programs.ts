import { execFile } from 'node:child_process';
import { chmodSync, cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Block } from '../documents/blocks.js';
import { ROOT } from './server-process.js';

interface Ended {
  code: number;
  output: string;
}

/** Programs of a document, one behind the other, as somebody would paste them. */
export const programsOf = (blocks: readonly Block[]) => blocks.map(({ text }) => text).join('');

/** Somebody who pastes programs of docs/operations.md, with commands of other systems that are made up. */
export class PastedPrograms {
  readonly folder = mkdtempSync(join(tmpdir(), 'tetrapod-operations-'));
  /** Stands first on the path. */
  private readonly bin = join(this.folder, 'bin');

  constructor() {
    chmodSync(this.folder, 0o755);
    mkdirSync(this.bin);
    cpSync(join(ROOT, 'deploy/rollout/make-believe-kubectl.sh'), join(this.bin, 'kubectl'));
    // Where npm's own settings forbid scripts of packages, npx does not even run those of the folder that it is in.
    this.command('npx', `shift; exec '${process.execPath}' dist/cli/main.js "$@"`);
  }

  /** @returns where the command is */
  command(name: string, script: string): string {
    const file = join(this.bin, name);
    writeFileSync(file, `#!/usr/bin/env bash\n${script}\n`, { mode: 0o755 });
    return file;
  }

  /** Runs programs one after the other; the first failure ends it. */
  paste(code: string, env: Record<string, string> = {}): Promise<Ended> {
    return new Promise((resolve) => {
      const options = { cwd: ROOT, env: { ...process.env, PATH: `${this.bin}:${process.env.PATH}`, ...env } };
      // What was left in the background would go on.
      const pasted = `trap 'kill $(jobs -p) 2>/dev/null || true' EXIT\n${code}`;
      execFile('bash', ['-e', '-o', 'pipefail', '-c', pasted], options, (error, stdout, stderr) => {
        resolve({ code: error ? Number(error.code) : 0, output: stdout + stderr });
      });
    });
  }

  remove(): void {
    rmSync(this.folder, { recursive: true });
  }
}
