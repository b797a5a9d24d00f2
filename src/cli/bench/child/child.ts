import { fork, type ChildProcess } from 'node:child_process';

/** The parent's side of a process that is told what to do and answers. */
export class Child {
  private readonly process: ChildProcess;
  private readonly failed: Promise<never>;

  constructor(file: URL) {
    this.process = fork(file, { serialization: 'advanced', execArgv: [] });
    this.failed = new Promise((_, reject) => {
      this.process.once('error', reject);
      this.process.once('exit', (code, signal) => {
        reject(new Error(`a process of the benchmark ended (${signal ?? code})`));
      });
    });
    // Whoever waits for an answer is told; at the end nobody does.
    this.failed.catch(() => undefined);
  }

  tell(message: object): void {
    this.process.send(message);
  }

  /** Tells something and waits for the answer that has the name. Others on the way are handed on. */
  ask<Answer extends { kind: string }, Kind extends Answer['kind']>(
    message: object,
    kind: Kind,
    onOther: (answer: Answer) => void = () => undefined,
  ): Promise<Extract<Answer, { kind: Kind }>> {
    const answered = new Promise<Extract<Answer, { kind: Kind }>>((resolve) => {
      const listener = (answer: Answer) => {
        if (answer.kind !== kind) {
          onOther(answer);
          return;
        }
        this.process.off('message', listener);
        resolve(answer as Extract<Answer, { kind: Kind }>);
      };
      this.process.on('message', listener);
    });
    this.tell(message);
    return Promise.race([answered, this.failed]);
  }

  end(): void {
    this.process.kill('SIGKILL');
  }
}
