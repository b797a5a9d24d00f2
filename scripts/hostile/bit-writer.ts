import type { Bytes } from '../pictures/bytes.js';

/** Gathers bits into bytes, which fill from their low bit (deflate, GIF, WebP) or from their high bit (JPEG). */
export class BitWriter {
  private bytes = Buffer.alloc(1024);
  private count = 0;

  constructor(private readonly first: 'low' | 'high') {}

  /** A number, its low bit first or its high bit first, as the bytes are filled. */
  write(value: number, length: number): void {
    this.makeRoom(length);
    for (let i = 0; i < length; i++) {
      const bit = (value >>> (this.first === 'low' ? i : length - 1 - i)) & 1;
      const shift = this.first === 'low' ? this.count & 7 : 7 - (this.count & 7);
      this.bytes[this.count >> 3]! |= bit << shift;
      this.count++;
    }
  }

  writeZeros(count: number): void {
    this.makeRoom(count);
    this.count += count;
  }

  /** @param fill the bit that fills the last byte */
  end(fill: 0 | 1 = 0): Bytes {
    while (fill === 1 && (this.count & 7) !== 0) this.write(1, 1);
    return this.bytes.subarray(0, Math.ceil(this.count / 8));
  }

  private makeRoom(bits: number): void {
    const needed = Math.ceil((this.count + bits) / 8) + 1;
    if (needed <= this.bytes.length) return;
    const larger = Buffer.alloc(Math.max(needed, 2 * this.bytes.length));
    this.bytes.copy(larger);
    this.bytes = larger;
  }
}
