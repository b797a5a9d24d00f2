import { fileURLToPath } from 'node:url';
import type { AppConfig } from '../config/app-config.js';
import { workerCount } from '../config/worker-count.js';
import { withoutSecrets, workerEnvironment } from './worker-environment.js';
import { WorkerProcess } from './worker-process.js';

/** Beside this file once both are built. */
const BUILT_WORKER = fileURLToPath(new URL('./worker-main.js', import.meta.url));
/** How long workers may take to finish at the end; there is nothing left to answer then. */
const END_MS = 2000;

/**
 * Starts workers and ends them. It needs nothing of Nest, so that the first workers can load their pipelines while the
 * server still loads itself.
 */
export class WorkerLauncher {
  /** How many workers are wanted. */
  readonly size: number;
  /** With how many the server is ready: half of them, and at least one. */
  readonly quorum: number;
  private hasEnded = false;
  private readonly early: WorkerProcess[] = [];
  private readonly living = new Set<WorkerProcess>();

  /**
   * @param file the program of a worker
   * @param first a worker that has been started already
   */
  constructor(
    readonly config: AppConfig,
    private readonly file: string = BUILT_WORKER,
    first?: WorkerProcess,
  ) {
    this.size = workerCount(config);
    this.quorum = Math.ceil(this.size / 2);
    if (first) this.early.push(this.keep(first));
  }

  /**
   * Starts a worker before the settings are read. It reads them itself, from the same environment, and does not start
   * where they are wrong.
   */
  static startFirst(): WorkerProcess {
    return new WorkerProcess(BUILT_WORKER, withoutSecrets(process.env));
  }

  /** Whether workers end because they are no longer wanted. */
  get isEnding(): boolean {
    return this.hasEnded;
  }

  /** Starts as many as the server needs to be ready, for `launch` to hand out. */
  launchEarly(): this {
    // One tells how the pipeline starts; the others would only repeat it.
    while (this.early.length < this.quorum) this.early.push(this.spawn(this.early.length === 0));
    return this;
  }

  /** @returns a worker that is starting, or has started already */
  launch(): WorkerProcess {
    return this.early.shift() ?? this.spawn(false);
  }

  /**
   * @param withinMs after which they are killed, where it is less than the usual time
   * @returns when all workers have ended, those that were never handed out as well
   */
  async endAll(withinMs = END_MS): Promise<void> {
    this.hasEnded = true;
    const deadline = setTimeout(
      () => {
        for (const worker of this.living) worker.kill();
      },
      Math.max(0, Math.min(withinMs, END_MS)),
    );
    await Promise.all([...this.living].map((worker) => worker.end()));
    clearTimeout(deadline);
  }

  private spawn(isSpokesman: boolean): WorkerProcess {
    return this.keep(new WorkerProcess(this.file, workerEnvironment(this.config, isSpokesman)));
  }

  private keep(worker: WorkerProcess): WorkerProcess {
    this.living.add(worker);
    void worker.ended.then(() => this.living.delete(worker));
    return worker;
  }
}
