/** A share that was asked for. */
interface Share {
  bytes: number;
  /** Called when the bytes may be held. */
  grant: () => void;
}

/**
 * Bounds the bytes that requests hold at a time. Who asks first is served first, so that a large request is not
 * overtaken for ever by smaller ones.
 */
export class ByteBudget {
  private readonly waiting: Share[] = [];

  /** @param free bytes in all */
  constructor(private free: number) {}

  /**
   * @param bytes at most as many as there are in all
   * @param grant called when the bytes may be held, at once or later
   * @returns gives them back, or withdraws the wish; to be called once
   */
  acquire(bytes: number, grant: () => void): () => void {
    const share = { bytes, grant };
    this.waiting.push(share);
    this.serve();
    return () => {
      const at = this.waiting.indexOf(share);
      if (at === -1) this.free += bytes;
      else this.waiting.splice(at, 1);
      this.serve();
    };
  }

  private serve(): void {
    while (this.waiting.length > 0 && this.waiting[0]!.bytes <= this.free) {
      const { bytes, grant } = this.waiting.shift()!;
      this.free -= bytes;
      grant();
    }
  }
}
