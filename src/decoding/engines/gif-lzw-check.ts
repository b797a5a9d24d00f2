import { firstGifFrame } from '../header/gif.js';
import { checkLzw } from './lzw-check.js';

/** Throws for a GIF whose first frame is damaged or ends before its last pixel (GIF89a, section 22 and appendix F). */
export function checkGifData(bytes: DataView): void {
  const { width, height, dataAt } = firstGifFrame(bytes);
  const symbolBits = bytes.getUint8(dataAt);
  if (symbolBits < 1 || symbolBits > 8) throw new Error(`its symbols have ${symbolBits} bits`);
  const codes = new GifCodes(bytes, dataAt + 1);
  checkLzw({ symbolBits, growsEarly: false, nextCode: (bits) => codes.next(bits) }, width * height);
}

/** Codes that fill bytes from the low bit, in blocks of up to 255 bytes. */
class GifCodes {
  private blockEnd: number;
  private pending = 0;
  private count = 0;

  constructor(
    private readonly bytes: DataView,
    private at: number,
  ) {
    this.blockEnd = at;
  }

  /** @throws RangeError, or Error, where the data end */
  next(bits: number): number {
    while (this.count < bits) {
      if (this.at === this.blockEnd) {
        const length = this.bytes.getUint8(this.at++);
        if (length === 0) throw new Error('its data end too early');
        this.blockEnd = this.at + length;
      }
      this.pending |= this.bytes.getUint8(this.at++) << this.count;
      this.count += 8;
    }
    const code = this.pending & ((1 << bits) - 1);
    this.pending >>>= bits;
    this.count -= bits;
    return code;
  }
}
