import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { sizeClassOf } from '../../src/config/size-class.js';
import { ANY_FORM } from '../../src/workers/task.js';
import { WorkerProcess } from '../../src/workers/worker-process.js';

const PROGRAM = fileURLToPath(new URL('../../test/workers/obedient-worker.mjs', import.meta.url));
const MILLISECONDS_PER_TICK = 10;
const PICTURES = 2000;

/** A worker that answers at once, to measure what it costs to hand a picture over and get an answer back. */
export class EchoWorker {
  private constructor(private readonly worker: WorkerProcess) {}

  static async start(): Promise<EchoWorker> {
    const worker = new WorkerProcess(PROGRAM, process.env);
    await worker.ready;
    return new EchoWorker(worker);
  }

  /** @returns CPU microseconds of this process and the worker for one picture; Linux only, else NaN */
  async cpuPerPicture(bytes: Uint8Array): Promise<number> {
    const pictures = bytes.length > 1_000_000 ? PICTURES / 10 : PICTURES;
    await this.send(bytes, pictures / 10);
    const before = process.cpuUsage();
    const workerBefore = this.workerCpu();
    await this.send(bytes, pictures);
    const { user, system } = process.cpuUsage(before);
    return (user + system + this.workerCpu() - workerBefore) / pictures;
  }

  end(): Promise<void> {
    return this.worker.end();
  }

  private async send(bytes: Uint8Array, count: number): Promise<void> {
    for (let i = 0; i < count; i++) {
      await new Promise((resolve, reject) => {
        const picture = { bytes, encoding: 'base64' } as const;
        this.worker.send({
          action: 'classify',
          picture,
          form: ANY_FORM,
          sizeClass: sizeClassOf(bytes.length),
          expiresAt: Infinity,
          resolve,
          reject,
        });
      });
    }
  }

  /** Microseconds so far, in steps of ten milliseconds. */
  private workerCpu(): number {
    try {
      const stat = readFileSync(`/proc/${this.worker.pid}/stat`, 'utf8');
      const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
      return (Number(fields[11]) + Number(fields[12])) * MILLISECONDS_PER_TICK * 1000;
    } catch {
      return NaN;
    }
  }
}
