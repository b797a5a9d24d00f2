const CLEAR_LINE = '\r\x1b[K';
const DRAW_EVERY_MS = 100;
/** Where a terminal does not tell its width. */
const USUAL_WIDTH = 80;

function widthOf({ columns = 0 }: LiveStream): number {
  return columns > 0 ? columns : USUAL_WIDTH;
}

/** What can be drawn on; process.stderr unless a test watches. */
export interface LiveStream {
  isTTY?: boolean | undefined;
  columns?: number | undefined;
  write: (text: string) => unknown;
}

/**
 * The last line of a terminal, drawn again and again over itself while something takes its time. Nothing at all where
 * the stream is no terminal, or one that cannot move its cursor (TERM=dumb).
 */
export class LiveLine {
  /** Whether anybody can see it. */
  readonly isVisible: boolean;
  private timer: NodeJS.Timeout | undefined;
  private textOf: () => string = () => '';
  private isDrawn = false;

  constructor(
    private readonly stream: LiveStream = process.stderr,
    env: NodeJS.ProcessEnv = process.env,
  ) {
    this.isVisible = stream.isTTY === true && env.TERM !== 'dumb';
  }

  /** Draws what `textOf` gives, at once and ten times a second from then on. */
  start(textOf: () => string): void {
    this.textOf = textOf;
    if (!this.isVisible || this.timer) return;
    this.timer = setInterval(() => {
      this.draw();
    }, DRAW_EVERY_MS).unref();
    this.draw();
  }

  /** Makes room for lines that are about to be written; the line comes back by itself. */
  clear(): void {
    if (this.isDrawn) this.stream.write(CLEAR_LINE);
    this.isDrawn = false;
  }

  /** Leaves nothing behind. */
  stop(): void {
    clearInterval(this.timer);
    this.timer = undefined;
    this.clear();
  }

  private draw(): void {
    // One column stays free: a terminal that is full to the last one may wrap.
    const width = widthOf(this.stream) - 1;
    this.stream.write(CLEAR_LINE + this.textOf().slice(0, width));
    this.isDrawn = true;
  }
}
