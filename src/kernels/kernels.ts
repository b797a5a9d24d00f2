import { readFileSync } from 'node:fs';
import { Injectable } from '@nestjs/common';

/** Compiled from assembly/kernels.ts by `npm run build`; the same file for the source and for what is built of it. */
const BINARY = new URL('../../dist/kernels/kernels.wasm', import.meta.url);

/** What the binary exports; addresses and lengths are in bytes. Each is described in assembly/. */
interface KernelFunctions {
  readonly memory: WebAssembly.Memory;
  arenaReset(): void;
  arenaAlloc(bytes: number): number;
  resizeStart(
    width: number,
    height: number,
    outColumns: number,
    columnTable: number,
    columnPairs: number,
    outRows: number,
    rowTable: number,
    rowPairs: number,
    target: number,
    stride: number,
  ): number;
  resizePush(source: number, rows: number): number;
  normalize(
    source: number,
    pixels: number,
    tables: number,
    target: number,
    elementBytes: number,
    planar: number,
  ): void;
  jpegOpen(source: number, length: number): number;
  jpegStart(halvings: number): number;
  jpegScaledWidth(): number;
  jpegScaledHeight(): number;
  jpegNextRows(): number;
  jpegRows(): number;
  base64Decode(source: number, length: number, target: number): number;
}

/**
 * The loops over bytes and pixels, as WebAssembly with SIMD: an instance with a memory of its own, in which nothing
 * that a hostile picture does can leave it (docs/decisions/0009-wasm-kernels.md).
 *
 * Its memory holds one picture at a time. What is allocated stays until the next `reset`, and a view of it until the
 * next allocation, because the memory may grow then.
 */
@Injectable()
export class Kernels {
  readonly run: KernelFunctions;

  constructor() {
    const module = new WebAssembly.Module(readFileSync(BINARY));
    this.run = new WebAssembly.Instance(module).exports as unknown as KernelFunctions;
    this.reset();
  }

  /** Gives back everything that was allocated. */
  reset(): void {
    this.run.arenaReset();
  }

  /**
   * @returns an address, a multiple of 16; what lies there is undefined
   * @throws RangeError where the memory cannot grow so far
   */
  allocate(bytes: number): number {
    // Addresses from 2 GiB on are negative in JavaScript.
    const address = this.run.arenaAlloc(bytes) >>> 0;
    if (address === 0) throw new RangeError(`the kernels have no room for ${bytes} bytes`);
    return address;
  }

  /** @returns the address of a copy */
  copyIn({ buffer, byteOffset, byteLength }: ArrayBufferView): number {
    const address = this.allocate(byteLength);
    this.view(address, byteLength).set(new Uint8Array(buffer, byteOffset, byteLength));
    return address;
  }

  /** @returns the bytes themselves, not a copy */
  view(address: number, length: number): Uint8Array {
    return new Uint8Array(this.run.memory.buffer, address, length);
  }

  /** The address of bytes that lie in this memory already; a copy's address where they do not. */
  addressOf(bytes: Uint8Array): number {
    return this.owns(bytes) ? bytes.byteOffset : this.copyIn(bytes);
  }

  /** Whether bytes lie in this memory. */
  owns(bytes: Uint8Array): boolean {
    return bytes.buffer === this.run.memory.buffer;
  }
}
