import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { Injectable } from '@nestjs/common';

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
 * A new buffer for every body of megabytes is dear three times over: the kernel clears its pages, every page faults,
 * and V8 answers so much memory outside of its heap by marking the whole heap, at a cost of 11 ms for a photo of 12
 * megapixels. For the same reason the chunks in which Node hands over what it receives, which live no longer than a
 * moment, are collected with the young generation every few megabytes: that takes a millisecond, and without it they
 * count until the next marking (docs/decisions/0011-memory-of-bodies.md).
 */
@Injectable()
export class BodyBuffers {
  private idle: Buffer[] = [];
  private idleBytes = 0;
  private readonly taken = new WeakMap<ArrayBufferLike, Buffer>();
  private uncollected = 0;
  private readonly collectYoung = minorCollection();

  /** @returns at least so many bytes; what is in them is undefined */
  take(length: number): Buffer {
    if (length < SMALLEST) return Buffer.allocUnsafe(length);
    const size = Math.ceil(length / GRAIN) * GRAIN;
    const at = this.idle.findIndex((candidate) => candidate.length >= size && candidate.length <= 2 * size);
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
    if (this.idleBytes + buffer.length > MOST_IDLE) return;
    this.idle.push(buffer);
    this.idleBytes += buffer.length;
  }

  /** To be told of every chunk that is received, once it is copied. */
  received(length: number): void {
    this.uncollected += length;
    if (this.uncollected < BYTES_PER_COLLECTION) return;
    this.uncollected = 0;
    this.collectYoung();
  }
}

/** V8's own way to ask for a collection; the flag has to be set while the context is made that is to have it. */
function minorCollection(): () => void {
  setFlagsFromString('--expose-gc');
  const gc = runInNewContext('gc') as (options: { type: 'minor' }) => void;
  setFlagsFromString('--no-expose-gc');
  return () => {
    gc({ type: 'minor' });
  };
}
