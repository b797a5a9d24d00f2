import { Writable } from 'node:stream';
import type { SingleBar } from 'cli-progress';
import { progressLine } from './progress-line.js';

/** Fewer are done before anybody could read a bar. */
const MIN_FILES = 20;
const CLEAR_LINE = '\r\x1b[K';

/**
 * cli-progress saves the cursor where the bar begins and returns to it at the end, which lies elsewhere once rows
 * have scrolled by; without these two sequences the bar just stays on its line.
 */
const CURSOR_SAVE_RESTORE = /\x1b[78]/g; // eslint-disable-line no-control-regex

/** A bar on standard error, where that is a terminal and there are more than a few files; else nothing. */
export class Progress {
  private bar: SingleBar | undefined;
  private isOver = false;
  private done = 0;
  private total: number | undefined;

  constructor(private readonly stream: NodeJS.WriteStream = process.stderr) {}

  /** Whether somebody can see a bar, so that counting the files is worth the while. */
  get isVisible(): boolean {
    return this.stream.isTTY;
  }

  setTotal(total: number): void {
    this.total = total;
    this.bar?.setTotal(total);
  }

  async advance(): Promise<void> {
    this.done++;
    if (this.bar) this.bar.update(this.done);
    else if (this.isVisible && !this.isOver && Math.max(this.done, this.total ?? 0) > MIN_FILES)
      await this.show();
  }

  /** Makes room for lines that are about to be written to the terminal; the bar comes back by itself. */
  clear(): void {
    if (this.bar) this.stream.write(CLEAR_LINE);
  }

  stop(): void {
    this.isOver = true;
    this.bar?.stop();
    this.bar = undefined;
  }

  private async show(): Promise<void> {
    const { SingleBar } = await import('cli-progress');
    this.bar = new SingleBar({
      stream: this.filtered(),
      format: (_options, { value, total, startTime }) =>
        progressLine({ done: value, total, seconds: (Date.now() - startTime) / 1000 }),
      clearOnComplete: true,
      forceRedraw: true,
      // Ctrl-C is ours: it stops the bar as well.
      gracefulExit: false,
      // Trims to the width of the terminal, instead of changing how the terminal wraps.
      linewrap: true,
    });
    this.bar.start(this.total ?? 0, this.done);
    process.once('exit', () => {
      this.clear();
    });
  }

  private filtered(): NodeJS.WritableStream {
    const { stream } = this;
    const filtered = new Writable({
      decodeStrings: false,
      write: (text: string, _encoding, done) => {
        stream.write(text.replace(CURSOR_SAVE_RESTORE, ''));
        done();
      },
    });
    return Object.assign(filtered, { isTTY: true, columns: stream.columns });
  }
}
