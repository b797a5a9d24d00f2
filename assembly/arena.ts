/**
 * Memory for one picture at a time: handed out from the end of the static data on, given back all at once. Nothing in
 * it is ever freed singly, so the module needs no runtime.
 */

/** Kernels load whole vectors and may read, never write, up to so many bytes past an allocation. */
const SLACK: u64 = 64;
/** Bytes of a WebAssembly page, as a shift count. */
const PAGE_SHIFT: u32 = 16;
/** WebAssembly's limit of 65536 pages, less the last one, so that the end of an allocation is an address, too. */
const MAX_BYTES: u64 = 0xffff0000;

let top: usize = 0;

/** Gives back everything that was allocated. To be called before the first allocation as well. */
export function arenaReset(): void {
  top = (__heap_base + 15) & ~15;
}

/** @returns an address, a multiple of 16, or 0 if the memory cannot grow so far; what lies there is undefined */
export function arenaAlloc(bytes: u32): usize {
  const start = top;
  const end = (<u64>start + <u64>bytes + 15) & ~15;
  if (end + SLACK > MAX_BYTES) return 0;
  const missing = <i64>(end + SLACK) - ((<i64>memory.size()) << PAGE_SHIFT);
  if (missing > 0 && memory.grow(<i32>((missing + 0xffff) >> PAGE_SHIFT)) < 0) return 0;
  top = <usize>end;
  return start;
}
