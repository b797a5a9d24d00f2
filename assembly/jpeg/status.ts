/** What the exported functions answer. */

/** Done, no objection. */
export const OK: i32 = 0;

/** A JPEG variant that this decoder leaves to another one. */
export const NOT_SUPPORTED: i32 = 1;

/** Anything that breaks the standard's rules, or that only a broken encoder would write. */
export const DAMAGED: i32 = 2;

/** The memory cannot grow. */
export const OUT_OF_MEMORY: i32 = 3;
