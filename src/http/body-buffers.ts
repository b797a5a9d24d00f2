import { Injectable } from '@nestjs/common';
import { prepareCollector } from './young-garbage.js';

/** Smaller ones come from Node's pool and cost next to nothing. */
const SMALLEST = 64 * 1024;
/** Sizes are rounded up to a multiple of it, so that a buffer suits the next body of about that size. */
const GRAIN = 256 * 1024;
/** Bytes that are kept for later while nobody needs them. */
const MOST_IDLE = 32 * 1024 * 1024;
/** Received bytes after which the garbage of receiving is collected. */
const BYTES_PER_COLLECTION = 16 * 1024 * 1024;

/**
 * The memory for bodies, used again and again.
 *
 * A new buffer for every body of megabytes is dear: the kernel clears its pages, every page faults, and V8 marks its
 * whole heap the more often the more such memory it has to account for.
 */
@Injectable()
export class BodyBuffers {
  /** The one that was given back first comes first. */
  private readonly idle: Buffer[] = [];
  private idleBytes = 0;
  private readonly taken = new WeakMap<ArrayBufferLike, Buffer>();
  private uncollected = 0;
  private readonly collectYoung = prepareCollector();

  /** @returns at least so many bytes; what is in them is undefined */
  take(length: number): Buffer {
    if (length < SMALLEST) return Buffer.allocUnsafe(length);
    const size = Math.ceil(length / GRAIN) * GRAIN;
    // The last one, whose pages are most likely in the cache still.
    const at = this.idle.findLastIndex(({ length: has }) => has >= size && has <= 2 * size);
    const [found] = at === -1 ? [] : this.idle.splice(at, 1);
    if (found) this.idleBytes -= found.length;
    const buffer = found ?? Buffer.allocUnsafeSlow(size);
    this.taken.set(buffer.buffer, buffer);
    return buffer;
  }

  /**
   * Takes memory back that nobody reads or writes any more. Nothing happens with memory that was not taken here, and
   * what is never given back is left to the garbage collector.
   * @param bytes any part of what was taken
   */
  giveBack(bytes: Uint8Array): void {
    const buffer = this.taken.get(bytes.buffer);
    if (!buffer) return;
    this.taken.delete(bytes.buffer);
    this.idle.push(buffer);
    this.idleBytes += buffer.length;
    // What has been idle for longest is of a size that nobody sends any more.
    while (this.idleBytes > MOST_IDLE) this.idleBytes -= this.idle.shift()!.length;
  }

  /** To be told of every chunk that is received. */
  received(length: number): void {
    this.uncollected += length;
    if (this.uncollected < BYTES_PER_COLLECTION) return;
    this.uncollected = 0;
    this.collectYoung();
  }
}
