/**
 * Memory for one picture at a time: handed out from the end of the static data on, given back all at once.
 * Kernels load whole vectors and may read, never write, up to SLACK bytes past an allocation.
 */
const SLACK: usize = 64;
const PAGE_BITS: usize = 16;

let top: usize = 0;

/** Gives back everything that was allocated. To be called before the first allocation as well. */
export function arenaReset(): void {
  top = (__heap_base + 15) & ~15;
}

/** @returns the address, a multiple of 16, or 0 if the memory cannot grow so far; what lies there is undefined */
export function arenaAlloc(bytes: u32): usize {
  const address = top;
  const next: u64 = ((<u64>address + bytes + 15) & ~15) + SLACK;
  const pages = <i32>((next + ((1 << PAGE_BITS) - 1)) >> PAGE_BITS) - memory.size();
  if (pages > 0 && memory.grow(pages) < 0) return 0;
  top = <usize>(next - SLACK);
  return address;
}
