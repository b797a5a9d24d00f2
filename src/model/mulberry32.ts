/**
 * Tommy Ettinger's mulberry32 (public domain): numbers in [0, 1) that look random. It reckons in 32-bit integers, so that
 * every machine draws the same ones.
 *
 * @param seed any integer; of its bits the lower 32 count
 * @returns the source, which gives the next number at each call
 */
export function mulberry32(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
