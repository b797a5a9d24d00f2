/** Bytes that may be held, now or soon. */
export interface Share {
  readonly isGranted: boolean;
  /** Gives the bytes back, or withdraws the wish for them. Once is enough, twice does no harm. */
  giveBack: () => void;
}

interface Wish {
  bytes: number;
  isGranted: boolean;
  onGrant: () => void;
}

/**
 * Bounds the bytes that requests hold at a time. Who asks first is served first, so that a large request is not
 * overtaken for ever by smaller ones.
 */
export class ByteBudget {
  private readonly waiting: Wish[] = [];

  private free: number;

  /** @param size bytes in all */
  constructor(readonly size: number) {
    this.free = size;
  }

  /** Bytes that are held. */
  get held(): number {
    return this.size - this.free;
  }

  /** How many wait for their share. */
  get length(): number {
    return this.waiting.length;
  }

  /**
   * @param bytes at most as many as there are in all
   * @param onGrant called when the bytes may be held, at once or later
   */
  acquire(bytes: number, onGrant: () => void): Share {
    const wish: Wish & Share = { bytes, isGranted: false, onGrant, giveBack: () => undefined };
    wish.giveBack = () => {
      wish.giveBack = () => undefined;
      if (wish.isGranted) this.free += bytes;
      else this.waiting.splice(this.waiting.indexOf(wish), 1);
      this.serve();
    };
    this.waiting.push(wish);
    this.serve();
    return wish;
  }

  private serve(): void {
    while (this.waiting.length > 0 && this.waiting[0]!.bytes <= this.free) {
      const wish = this.waiting.shift()!;
      this.free -= wish.bytes;
      wish.isGranted = true;
      wish.onGrant();
    }
  }
}
