/** The largest numbers that the fields of headers hold. */
export const LARGEST_16 = 65_535;
export const LARGEST_31 = 2 ** 31 - 1;
export const LARGEST_32 = 2 ** 32 - 1;
